"""What a page has around its text, in Armenian, English and Russian: lines that are never part of an article."""

import re

NOTES_HEADING = re.compile(
    r"(?:\d+\.?\s*)?(?:notes?|foot ?notes?|end ?notes?|references|sources|bibliography|notes and references|"
    r"works cited|citations|"
    r"ծանոթագրություն(?:ներ)?|ծանոթություն(?:ներ)?|հղումներ|աղբյուրներ|օգտագործված գրականություն|գրականություն|"
    r"տողատակի ծանոթագրություններ|ծանոթագրություններ և հղումներ|"
    r"примечани[ея]|сноски|источники|ссылки|литература|список литературы|примечания и ссылки)\s*[:.։՝]?",
    re.IGNORECASE,
)
"""The heading above notes."""

# What follows a text: other texts and how to share this one; then who has the rights, and where they can be reached.
_MORE_TO_READ = (
    r"(?:you (?:may|might) (?:also )?(?:like|be interested).*|related(?: (?:posts|articles|news|stories|content))?|"
    r"read (?:also|more|next)|see also|more (?:from|on|in) .*|recommended(?: for you)?|latest (?:news|posts|articles)|"
    r"most (?:read|popular)|popular(?: posts)?|recent posts|leave a (?:reply|comment)|(?:\d+ )?comments?(?: \(\d+\))?|"
    r"share(?: this)?(?: (?:article|post|page|on))?.*|previous (?:post|article).*|next (?:post|article).*|tags?:.*|"
    r"subscribe.*|sign up.*|newsletter|follow us.*|print(?: this page)?|back to top|"
    r"կարդա(?:լ|ցեք)? նաև|կարդացե՛ք նաև|նմանատիպ(?: (?:նյութեր|հոդվածներ))?|առնչվող նյութեր|այս թեմայով|"
    r"ամենաշատ ընթերցված(?:ը)?|վերջին (?:նորությունները?|լուրեր)|կիսվել.*|տարածել.*|մեկնաբանություններ?(?: \(\d+\))?|"
    r"ձեզ կարող է (?:նաև )?հետաքրքրել.*|բաժանորդագրվե.*|հետևեք մեզ.*|տպել|պիտակներ.*|"
    r"читайте также|смотрите также|похожие (?:статьи|записи|материалы)|по теме|другие (?:статьи|материалы).*|"
    r"материалы по теме|вам (?:также )?может (?:быть интересно|понравиться).*|рекомендуем|поделиться.*|комментарии"
    r"(?: \(\d+\))?|оставить комментарий|подпис(?:аться|ывайтесь).*|теги:.*|метки:.*|версия для печати|наверх)"
).replace(".*", r"[^.։!?]{0,60}")  # no sentence, that is
_RIGHTS = (
    r".*(?:all rights reserved|©|\(c\) ?\d{4}|copyright ?(?:\d{4}|by)|բոլոր իրավունքները (?:պաշտպանված|պահպանված)|"
    r"все права защищены).*"
)
_PERMISSION = (
    r"(?:all (?:the )?materials?|any use of|reproduction|republication|կայքի նյութ|կայքում|при (?:использовании|"
    r"перепечатке|цитировании)|использование материалов|перепечатка|նյութեր(?:ի|ն|ը)?|մեջբերումներ).{0,400}"
    r"(?:prohibited|permission|copyright|hyperlink|ссылк|разрешени|запрещ|արգելվ|հղում|թույլտվ|պաշտպանվ).*"
)
_MAIL = r"\[?email\s*protected\]?"
_PHONE = (
    r"(?:tel|phone|fax|e-?mail|հեռ|հեռախոս|էլ\. ?(?:փոստ|հասցե)|тел|телефон|факс|эл\. ?почта|почта)\b[.:՝]?.{0,80}\d.*"
)
_ADDRESS_LINE = r"[\w.+-]+@[\w-]+\.[\w.-]+"
_NUMBER = r"\+?[\d\s()./-]{7,25}"
_PAGES = (
    r"(?:privacy policy|terms (?:of (?:use|service)|and conditions)|cookie(?:s| policy| settings)?|contact(?: us)?|"
    r"about us|գաղտնիության քաղաքականություն|կապ(?: մեզ հետ)?|մեր մասին|политика конфиденциальности|"
    r"пользовательское соглашение|контакты|о нас)"
)
_ENDING = (_MORE_TO_READ, _RIGHTS, _PERMISSION)
_AFTER_NOTES = (*_ENDING, _MAIL, _PHONE, _ADDRESS_LINE, _NUMBER, _PAGES)
_ANYWHERE = (
    r"(?:share(?: this)?(?: (?:article|post|page))?:?|(?:share )?on (?:facebook|twitter|x|linkedin|telegram)|"
    r"facebook|twitter|tweet|linkedin|whatsapp|telegram|vk|pinterest|email|copy link|print|"
    r"\d+\s*(?:min(?:ute)?s? read|мин(?:\.|ут[аы]?)?(?: чтения)?|րոպե)|(?:\d[\d,.]* )?views?(?::? ?\d+)?|"
    r"advertisement|реклама|գովազդ|skip to (?:main )?content|menu|search|log ?in|sign in|"
    r"մենյու|որոնում|կիսվել|տպել|меню|поиск|войти|поделиться|"
    r"(?:accept|reject) (?:all )?cookies?|we use cookies.*|այս կայքն օգտագործում է.*(?:cookie|քուքի).*|"
    r"(?:мы|сайт|этот сайт) использу(?:ем|ет).*cookie.*)"
)

_IS_ENDING = {
    False: [re.compile(pattern, re.IGNORECASE | re.DOTALL) for pattern in _ENDING],
    True: [re.compile(pattern, re.IGNORECASE | re.DOTALL) for pattern in _AFTER_NOTES],
}
_IS_ANYWHERE = re.compile(_ANYWHERE, re.IGNORECASE)
_CRUMBS = re.compile(r"[^.։!?]{0,60}(?:\s[>›»/]\s[^.։!?]{1,60}){1,5}")

_LONG = 500
_SENTENCE, _PARAGRAPH = 10, 60


def ends_the_text(line: str, *, after_notes: bool) -> bool:
    """Whether a line is the first of what comes after a text on a page; after notes, less is needed to say so."""
    plain = line.strip().strip("*_#: ").strip()
    return len(plain) <= 2 * _LONG and any(pattern.fullmatch(plain) for pattern in _IS_ENDING[after_notes])


def goes_on(line: str, *, after_notes: bool) -> bool:
    """Whether a line shows that a text goes on, so that what stood above it did not end it: a long one, or prose."""
    words = len(line.split())
    is_prose = words >= _SENTENCE and bool(re.search(r"[.։:!?…][\s'\"»”’)\]\ue000\ue001\w]{0,8}$", line))
    return words > _PARAGRAPH or (is_prose and not after_notes)


def is_furniture(line: str) -> bool:
    """Whether a line is part of a page wherever it stands: share buttons, reading times, menus."""
    plain = line.strip()
    return len(plain) <= _LONG and bool(_IS_ANYWHERE.fullmatch(plain))


def is_above_the_title(line: str) -> bool:
    """Whether a line at the head of a page is the way that leads there: Home > Analysis."""
    return bool(_CRUMBS.fullmatch(line.strip()))
