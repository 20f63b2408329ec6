"""Runs commands one after the other and prints what they took, as JSON; a process of its own, as small as can be.

Linux hands the peak memory of the process that starts another on to that other: the starter has to be small.
"""

import json
import os
import resource
import sys
import time


def main() -> None:
    """Reads `[[word, …], …]` from standard input; standard error is a file that the commands write to."""
    commands = json.load(sys.stdin)
    failed = None
    ends = ((0, os.O_RDONLY), (1, os.O_WRONLY))
    quiet = [(os.POSIX_SPAWN_OPEN, number, os.devnull, flag, 0) for number, flag in ends]
    began = time.perf_counter()
    for command in commands:
        process = os.posix_spawnp(command[0], command, os.environ, file_actions=quiet)
        _, status = os.waitpid(process, 0)
        if status:
            failed = [command, os.waitstatus_to_exitcode(status)]
            break
    wall = time.perf_counter() - began
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    unit = 1 if sys.platform == "darwin" else 1024
    report = {"cpu": used.ru_utime + used.ru_stime, "wall": wall, "peak": used.ru_maxrss * unit / 1e6, "failed": failed}
    print(json.dumps(report))


if __name__ == "__main__":
    main()
