"""A short article in three languages, written for these tests: line i of one translates line i of the others."""

from pipeline.alignment import TextLine
from pipeline.model import SegmentKind

ENGLISH = """\
The lake that came back
In 1981 the water of Lake Sevan stood eighteen metres lower than in 1933.
Engineers from Yerevan had opened the outflow to feed 6 power stations on the Hrazdan.
Nobody asked the fishermen of Gavar.
When the Arpa tunnel was finished, the level began to rise again, slowly at first.
Is that enough?
Hakob Sanasaryan, who counted birds on the shore for 40 years, does not think so.
“The forest that was drowned is rotting,” he told Nature in May 2019.
About 3,500 hectares of trees now stand in the water.
The ministry wants to cut them by December, and it has set 12.5 million drams aside.
The village of Tsovagyugh will lose its beach.
Its mayor, Anahit Petrosyan, shrugs: she has seen worse.
""".splitlines()

ARMENIAN = """\
Վերադարձած լիճը
1981 թվականին Սևանա լճի ջուրը տասնութ մետրով ցածր էր, քան 1933-ին։
Երևանցի ինժեներները բացել էին արտահոսքը, որպեսզի սնեն Հրազդանի 6 էլեկտրակայանները։
Գավառի ձկնորսներին ոչ ոք չէր հարցրել։
Երբ Արփայի թունելն ավարտվեց, մակարդակը սկսեց կրկին բարձրանալ, սկզբում՝ դանդաղ։
Դա բավարա՞ր է։
Հակոբ Սանասարյանը, որը 40 տարի ափին թռչուններ է հաշվել, այդպես չի կարծում։
«Ջրի տակ մնացած անտառը փտում է»,- 2019 թվականի մայիսին ասաց նա Nature-ին։
Այժմ ջրի մեջ մոտ 3 500 հեկտար ծառ կա։
Նախարարությունն ուզում է դրանք կտրել մինչև դեկտեմբեր և հատկացրել է 12,5 միլիոն դրամ։
Ծովագյուղ գյուղը կկորցնի իր լողափը։
Գյուղապետ Անահիտ Պետրոսյանը թոթվում է ուսերը. նա ավելի վատն էլ է տեսել։
""".splitlines()

RUSSIAN = """\
Озеро, которое вернулось
В 1981 году вода озера Севан стояла на восемнадцать метров ниже, чем в 1933-м.
Инженеры из Еревана открыли сток, чтобы питать 6 электростанций на Раздане.
Рыбаков Гавара никто не спрашивал.
Когда был достроен тоннель Арпа, уровень снова начал подниматься, сначала медленно.
Достаточно ли этого?
Акоп Санасарян, который 40 лет считал птиц на берегу, так не думает.
«Затопленный лес гниёт», — сказал он журналу Nature в мае 2019 года.
Сейчас в воде стоит около 3500 гектаров деревьев.
Министерство хочет вырубить их к декабрю и выделило 12,5 миллиона драмов.
Село Цовагюх лишится своего пляжа.
Староста Анаит Петросян пожимает плечами: она видела и похуже.
""".splitlines()

TEXTS = {"en": ENGLISH, "hy": ARMENIAN, "ru": RUSSIAN}

STRANGE = """\
Cooking with grandmother
Take two onions and chop them very finely.
Melt the butter in a heavy pan, but do not let it brown.
My grandmother never measured anything.
Add flour, then milk, and stir until your arm hurts.
A pinch of nutmeg is the secret.
Guests always asked for more.
Serve it hot with bread and a green salad.
We washed the dishes together and sang.
She would not sit down before everybody had eaten.
Her kitchen smelled of cinnamon and coffee.
I still have her wooden spoon.
""".splitlines()


def article(lang: str, *changed: tuple[int, str]) -> list[TextLine]:
    """The article as lines, its first one a heading; some of the texts may be changed."""
    texts = list(TEXTS[lang])
    for number, text in changed:
        texts[number] = text
    heading, *others = texts
    return [TextLine(text=heading, kind=SegmentKind.HEADING, level=1), *(TextLine(text=text) for text in others)]


def plain(texts: list[str]) -> list[TextLine]:
    return [TextLine(text=text) for text in texts]
