"""Pages of news sites: their shapes in three languages, made into HTML with what must and must not come in."""

from collections.abc import Iterator
from dataclasses import dataclass

_HY = (
    "Լաստանավը",
    "Աշնանը լաստանավը կանգ առավ, և երկու գյուղերը սկսեցին հաշվել, թե ինչ էր տալիս լիճն իրենց ամեն տարի։",
    "Ամեն առավոտ նավահանգստի պետը գրի է առնում ջրի բարձրությունը, իսկ երեկոյան կարդում է կնոջ համար։",
    "Մյուս ափի թղթի գործարանը երկու անգամ փակվեց, և երկու անգամ այն բացեցին մարդիկ, որոնք լիճը չէին տեսել։",
    "Երիտասարդներն ուզում են ճանապարհ, ծերերն ուզում են լաստանավ, ուստի երկուսն էլ նամակ են գրում նախարարին։",
    "Մի տարի ոչ ոք չպատասխանեց, հետո եկավ նամակ, որտեղ ասվում էր, որ հարցը փոխանցվել է մեկ այլ գերատեսչության։",
    "Կարդացեք նաև",
    "Բոլոր իրավունքները պաշտպանված են",
)
_EN = (
    "The ferry",
    "The ferry stopped in autumn, and the two villages began to count what the lake had given them every year.",
    "Every morning the harbour master writes down how high the water stands, and at night he reads it to his wife.",
    "The paper mill on the other shore closed twice, and twice it was opened again by people who had never seen it.",
    "What the young want is a road, and what the old want is the ferry, so that both of them write to the ministry.",
    "Nobody answered for a year; then a letter came, and it said that the matter had been passed on to an office.",
    "Read also",
    "All rights reserved",
)
_RU = (
    "Паром",
    "Осенью паром остановился, и две деревни начали считать, что именно озеро давало им из года в год.",
    "Каждое утро начальник пристани записывает, как высоко стоит вода, а вечером читает записи своей жене.",
    "Бумажная фабрика на другом берегу закрывалась дважды, и дважды её открывали люди, которые её не видели.",
    "Молодые хотят дорогу, старики хотят паром, и поэтому и те, и другие пишут письма в одно министерство.",
    "Целый год никто не отвечал, потом пришло письмо, в котором говорилось, что вопрос передан в другое ведомство.",
    "Читайте также",
    "Все права защищены",
)
TEXTS = {"hy": _HY, "en": _EN, "ru": _RU}


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page, its title, and the words that must and must not be in its article."""

    html: str
    title: str
    wanted: tuple[str, ...]
    unwanted: tuple[str, ...]


# The body of each shape. {title}, {lead}, {text}, {first} and {rest} are of the article; other stories are {teasers}
# (cards), {links} (a list of links), {story} (another whole article), {read} the words above them. «…» marks words that
# must not come in, ‹…› words that must.
SHAPES = {
    "cards in a right column": "<div class=row><article><h1>{title}</h1>{text}</article>"
    "<div class=right>{teasers}</div></div>",
    "cards below": "<main><article><h1>{title}</h1>{text}</article>"
    "<section><h2>«{read}»</h2>{teasers}</section></main>",
    "cards amid the text": "<article><h1>{title}</h1>{first}<div class=related>{teasers}</div>{rest}</article>",
    "a link amid the text": "<article><h1>{title}</h1>{first}<p><a href=/n/7>«{read}: {other}»</a></p>{rest}</article>",
    "links after the text": "<div class=post><h1>{title}</h1>{text}<h3>«{read}»</h3>{links}</div>",
    "a live blog": "<article><h1>{title}</h1><div class=lead><p>‹{lead}›</p></div>"
    "<div class=entry><time>10:15</time>{first}</div>"
    "<div class=entry><time>11:40</time>{rest}</div></article>",
    "a gallery": "<article><h1>{title}</h1>{first}<figure><img src=/1.jpg alt=1></figure><figure><img src=/2.jpg alt=2>"
    "</figure>{rest}</article><div class=gallery-related>{teasers}</div>",
    "several articles": "<article><h1>{title}</h1>{text}</article>"
    "<article><h2><a href=/n/2>«{other}»</a></h2><p>«{short}»</p></article>"
    "<article><h2><a href=/n/3>«{other} 3»</a></h2><p>«{short} 3»</p></article>",
    "a consent banner above": "<div class=cookie-consent><p>«{banner}»</p><button>«OK OK»</button></div>"
    "<article><h1>{title}</h1>{text}</article>",
    "a consent banner below": "<article><h1>{title}</h1>{text}</article><div role=dialog><p>«{banner}»</p></div>",
    "infinite scroll": "<article><h1>{title}</h1>{text}</article><div id=infinite-scroll>{story}</div>",
    "a print version": "<h1>{title}</h1>{text}<p>«{rights}. lake.example»</p>",
    "a paywall": "<article><h1>{title}</h1>{text}<div class=subscribe><p>«{banner}»</p></div></article>",
    "tables of layout": "<table><tr><td>{links}</td><td><h1>{title}</h1>{text}</td><td>{teasers}</td></tr></table>",
}


def _cards(text: tuple[str, ...], count: int) -> str:
    cards = (
        f"<div class=item><a href=/n/{number}><img src=/{number}.jpg alt=''></a><h3>«{text[0]} {number}»</h3>"
        f"<p><a href=/n/{number}>«{text[4][:60]} {number}»</a></p></div>"
        for number in range(2, count + 2)
    )
    return "".join(cards)


def make_page(shape: str, lang: str) -> Page:
    """Make the page of a shape in a language."""
    text = TEXTS[lang]
    title, lead, *prose = text[:6]
    paragraphs = [f"<p>‹{each}›</p>" for each in [lead, *prose]]
    links = "".join(f"<li><a href=/n/{number}>«{text[3][:50]} {number}»</a></li>" for number in range(2, 9))
    filled = SHAPES[shape].format(
        title=title, lead=f"{lead} {title}.", text="".join(paragraphs), first="".join(paragraphs[:2]),
        rest="".join(paragraphs[2:]), teasers=_cards(text, 12), links=f"<ul>{links}</ul>", read=text[6], rights=text[7],
        other=f"{title} 9: {text[2][:40]}", short=f"{text[5][:70]} 9", banner=f"{text[4][:50]} cookies",
        story=f"<article><h1>«{title} 77»</h1><p>«{text[3]} 77»</p><p>«{text[2]} 77»</p></article>",
    )  # fmt: skip
    menu = f"<nav><a href=/>«{title} ☰»</a> <a href=/n>«{text[6]} ☰»</a></nav>"
    page = f"{menu}{filled}<footer><p>«© {text[7]}»</p></footer>"
    plain = page.translate(str.maketrans("", "", "«»‹›"))
    head = f"<head><meta charset=utf-8><title>{title}</title></head>"
    html = f"<!DOCTYPE html><html lang={lang}>{head}<body>{plain}</body></html>"
    return Page(html=html, title=title, wanted=tuple(_marked(page, "‹›")), unwanted=tuple(_marked(page, "«»")))


def _marked(page: str, marks: str) -> Iterator[str]:
    for part in page.split(marks[0])[1:]:
        yield " ".join(part.split(marks[1])[0].split())
