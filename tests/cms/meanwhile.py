"""An edit and a publication of the same post at the same time, each at a chosen instant of the other."""

import json
import shutil
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Thread

from cms.wordpress import Site

_PLUGIN = Path(__file__).with_name("meanwhile.php")
_LONGEST = 120.0
_EDIT = """
require '{root}/wp-load.php';
wp_set_current_user(1);
$request = new WP_REST_Request('POST', '/wp/v2/posts/{number}');
$request->set_body_params(json_decode({fields}, true));
$done = rest_do_request($request);
file_put_contents('{folder}/editing', $done->get_status());
rename('{folder}/editing', '{folder}/edited');
"""


class Meanwhile:
    """A site where somebody edits a post while it is published."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.folder = site.folder / "wp-content" / "meanwhile"
        site.add_plugin("meanwhile", _PLUGIN.read_text(encoding="utf-8").removeprefix("<?php"))

    def edit_during(self, publish: Callable[[], str], at: int, number: int, fields: Mapping[str, object]) -> str:
        """Publish, and edit the post at this query of the request that changes it. Return what is said."""
        script = self.folder / "edit.php"
        quoted = "'" + json.dumps(fields).replace("\\", "\\\\").replace("'", "\\'") + "'"
        code = _EDIT.format(root=self.site.folder, number=number, fields=quoted, folder=self.folder)
        self._tell("targman/v1/posts/", at, ["php", str(script)])
        script.write_text(f"<?php\n$_SERVER['HTTP_HOST'] = '127.0.0.1';{code}", encoding="utf-8")
        said = publish()
        if (self.folder / "stopped").exists():
            self._wait("edited")
            status, errors = ((self.folder / name).read_text(encoding="utf-8") for name in ("edited", "errors"))
            assert status == "200", errors
        else:  # there are fewer queries
            self.site.call("POST", f"posts/{number}", fields)
        return said

    def publish_during(self, publish: Callable[[], str], at: int, number: int, fields: Mapping[str, object]) -> str:
        """Edit the post, and publish at this query of the edit. Return what is said."""
        self._tell(f"wp/v2/posts/{number}", at, [])
        edit = Thread(target=self.site.call, args=("POST", f"posts/{number}", fields))
        edit.start()
        self._wait("stopped", edit)
        try:
            return publish()
        finally:
            (self.folder / "go").touch()
            edit.join()

    def count(self) -> int:
        """Return the number of queries of the last request that was told of."""
        return int((self.folder / "count").read_text(encoding="utf-8"))

    def _tell(self, words: str, at: int, command: list[str]) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        told = {"words": words, "at": at, "command": command}
        (self.folder / "told.json").write_text(json.dumps(told), encoding="utf-8")

    def _wait(self, name: str, edit: Thread | None = None) -> None:
        until = time.monotonic() + _LONGEST
        while not (self.folder / name).exists() and (edit is None or edit.is_alive()):
            assert time.monotonic() < until, f"nothing happens: {name}"
            time.sleep(0.01)
