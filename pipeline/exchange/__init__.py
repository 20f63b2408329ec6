"""Work that travels: packages for translators, and what comes back from them.

`send` makes a package for one person, `receive` takes back every kind of answer. A file format is a module with two
pure functions, named in `formats.FORMATS`:

    read(data: bytes) -> tuple[ExchangeCatalog, ...]     raises TargmanError, with the line
    write(catalogs: Sequence[ExchangeCatalog]) -> bytes  one file for all that it is given

`unpack` opens packages and folders, `sendings` and `sent_files` remember what was sent and what came back, `locate`
finds the article and the edition of a file, `combine` merges one entry.
"""

from dataclasses import field

from pipeline.frozen import dataclass
from pipeline.model import Catalog


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeCatalog:
    """The entries of one article and edition as a file has them that travels.

    `catalog` has the translator's entries and, as its header, what is known of the translator and the date. `article`,
    `sending` (the name of the package), `lang` and `source_lang` are as the file has them, empty where it does not say.
    `notices` are sentences about what the format made necessary, such as tracked changes that were accepted.
    """

    catalog: Catalog = field(default_factory=Catalog)
    article: str = ""
    sending: str = ""
    lang: str = ""
    source_lang: str = ""
    notices: tuple[str, ...] = ()
