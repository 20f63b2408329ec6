# Targman without Python on the machine: docker run --rm --user "$(id -u):$(id -g)" --volume "$PWD:/work" targman sync
# See docs/automation.md. The base is pinned to a release; to pin its bytes too, append the digest that docker pull prints.
FROM python:3.12.11-slim-bookworm AS build
COPY . /source
RUN python -m pip wheel --quiet --no-cache-dir --no-deps --wheel-dir /wheels /source

FROM python:3.12.11-slim-bookworm
COPY --from=build /wheels /source/requirements.lock /tmp/targman/
RUN python -m pip install --quiet --no-cache-dir --require-hashes --only-binary :all: -r /tmp/targman/requirements.lock \
    && python -m pip install --quiet --no-cache-dir --no-deps /tmp/targman/*.whl \
    && rm -r /tmp/targman \
    && useradd --create-home --uid 10001 targman
USER targman
ENV PYTHONUTF8=1
WORKDIR /work
ENTRYPOINT ["targman"]
