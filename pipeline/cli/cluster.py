"""`targman cluster`."""

import click

from pipeline.cli.options import show_examples
from pipeline.cli.terminal import echo, format_count

_MOST = 256  # workers on one machine; no machine has more processors for a try


@click.group("cluster", epilog=show_examples("cluster local 4"))
def command() -> None:
    """Compute on several machines.

    Each machine of a cluster runs workers of Dask with the same Targman, and check, import, export and "adopt --batch"
    use them with --cluster ADDRESS. "targman docs scaling" tells how to set one up, and when it pays.
    """


@command.command("local", epilog=show_examples("cluster local", "cluster local 4"))
@click.argument("workers", type=click.IntRange(1, _MOST), default=2, metavar="[WORKERS]")
def local(workers: int) -> None:
    """Start a cluster on this machine alone, to try one.

    WORKERS is the number of processes that compute, 2 by default. Nothing of it can be reached from another machine.
    Ctrl-C ends it.
    """
    from pipeline.workspace.cluster import run_local_cluster  # noqa: PLC0415  heavy

    def tell(address: str) -> None:
        echo(
            f"{format_count(workers, 'worker is', 'workers are')} ready. In another terminal: "
            f"targman check --cluster {address}"
        )
        echo("Ctrl-C ends the cluster.")

    run_local_cluster(workers, tell)
