"""Machine translation of one sentence, on request, by the provider that the environment names."""

import os

from pipeline.errors import TargmanError
from pipeline.frozen import dataclass
from pipeline.mt.providers import PROVIDERS, open_provider
from pipeline.preview.undo import EditHistory
from pipeline.workspace.paths import ArticlePath
from pipeline.workspace.settings import Settings

VARIABLE = "TARGMAN_PROVIDER"
"""The environment variable that names the provider, as for `targman translate`."""

_ATTEMPTS = 2  # somebody waits for the answer


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineAnswer:
    """The translation that was written, fuzzy; if none was, `problem` says why."""

    text: str = ""
    problem: str = ""


def find_provider(source: str, lang: str) -> str:
    """Return the name of the provider that can translate in this direction now; empty if there is none."""
    provider = PROVIDERS.get(os.environ.get(VARIABLE, "").strip())
    is_ready = provider is not None and source != lang and not provider.missing_variables(os.environ)
    return provider.name if provider and is_ready and provider.supports(source, lang, os.environ) else ""


def translate_sentence(
    settings: Settings, place: ArticlePath, lang: str, key: str, history: EditHistory
) -> MachineAnswer:
    """Fill one empty entry by machine, fuzzy, as `targman translate` does. Nothing is locked while the provider is
    asked. Raises TargmanError, in whose words the provider or a file fails.
    """
    from pipeline.mt.client import TranslationClient  # noqa: PLC0415
    from pipeline.mt.providers.retry import RetryPolicy, read_retry_policy  # noqa: PLC0415
    from pipeline.mt.shared_cache import open_cache  # noqa: PLC0415  heavy
    from pipeline.mt.translate import ask_entry, fill_entry  # noqa: PLC0415

    name = os.environ.get(VARIABLE, "").strip()
    if name not in PROVIDERS:
        raise TargmanError(f"no provider of machine translation is named in {VARIABLE}.")
    policy = RetryPolicy(attempts=_ATTEMPTS, timeout=read_retry_policy(os.environ).timeout)

    def supports(source: str, target: str) -> bool:
        return PROVIDERS[name].supports(source, target, os.environ)

    with open_cache(settings, writing=True) as cache:
        client = TranslationClient(open_provider(name, os.environ), cache, policy, supports)
        answer = ask_entry(settings, place, lang, key, client)
    if not answer.text:
        return MachineAnswer(problem=answer.problem)
    with history.recording(settings, place, lang, [key]):
        is_written = fill_entry(settings, place, lang, key, answer.text, name)
    return MachineAnswer(text=answer.text) if is_written else MachineAnswer(problem="somebody translated it meanwhile")
