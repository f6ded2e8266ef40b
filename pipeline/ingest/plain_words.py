"""Words of everyday language that are names as well, in English and Spanish, without accents."""

from __future__ import annotations

from typing import Final

_PARTICLES: Final = (
    "al bin da das de del den der di do dos du el ibn ii iii iv jr la las le los mac mc san "
    "santa sr st van von y"
)
PARTICLES: Final = frozenset(_PARTICLES.split())
"""Parts of names that alone name nobody."""

_CLOSED: Final = (
    "a about after again ahora al algebra algo alguien all also always am an and antes any aqui "
    "are as asi at aun aunque be because before bien biology both but by cada can casi "
    "chemistry college como con could cual cuando cuanto de december del desde despues did do "
    "does donde dos during each el ella ellas ellos en english entre era es esa ese eso esta "
    "estan este esto even ever every everyone february few for french friday from fue get go "
    "got gracias grade ha had has hasta have hay he her here him his history how i if in is it "
    "its january july just la las le les let like lo los many march mas math me mi mis monday "
    "more most much mucho muy my nada nadie never ni no nobody nos nosotros not november now "
    "nuestra nuestro o october of often on one only or other our out over own para pero physics "
    "poco por porque que quien saturday school science se see september ser she si siempre sin "
    "since so sobre solo some somebody someone sometimes son soy spanish still su such sunday "
    "sus tal tambien tan te than thank thanks that the their them then there these they this "
    "those thursday to todo todos too tu tuesday two un una university uno until up us very was "
    "we wednesday well were what when where which while who why with without would y ya yes yet "
    "yo you your"
)
CLOSED: Final = frozenset(_CLOSED.split())
"""Words that stand at the beginning of any sentence, and days, months and subjects."""

_COMMON: Final = (
    "abundio adore agosto alba alma amado amber amor angel angeles april art ash aurora autumn "
    "baker ball banks bar barber bay beach bear bell belle bend best bill birch bird bishop "
    "black blanca blanco bless bliss bloom blue bond book boone born bosque boy brave bravo "
    "bridge bright brook brooks brown bueno burns bush butler cabello cage calla camino campo "
    "campos can candy cantor carbon cardenal carpenter carter casa casas case cash castillo "
    "castle chance chandler charity chase christian church clara claro clay clear clement cliff "
    "close cloud clover coach cook cooper coral cordero corona corral cortes costa cotton couch "
    "court crane cross crow cruz crystal dale dawn day days dean delgado destiny dia diamond "
    "dolores drake draw drew drum early ease east easter echo eden edge elder ember english "
    "esperanza estrella fair fairchild faith fall farmer fe ferry field fields fiesta finch "
    "fine fish fisher fleet flint flor flores flower forest fortune foster fox francisco frank "
    "free freeman french friend frost fuentes gale garden gardener garner garza gay gem genesis "
    "gentry gift gil glad glass glen glory gold golden good grace gracia grande grant gray "
    "green greene guerra guide hale hall hand harbor hardy harmony harper hart haven hawk hazel "
    "head heath heaven held henna hermosa hernan hero hijo hill hills holiday holly home honey "
    "hood hope horn house hunt hunter ice iglesias in inez iris ivory ivy jack jade jasmine jay "
    "jewel joy jubilee judge july june just justice key keys kind king kitchen knight lake lamb "
    "lance land lane lark laurel law leaf leal lee leon levy liberty lily line linea little "
    "lobo loft long lord love loyal luna lunes luz lynn madera madre major mar marina mark "
    "market marks marsh marshall martin mas mason mass masters max may maya mayo melody mendez "
    "mercado mercy merry mesa miles mill miller mills mine miracle mist molina monday monte "
    "montes moon moor moral morales moss mountain mundo muse myth nation nava neal negron neil "
    "nervo nest new newly nice noble noel north novel oak ocean olive opal orchard orozco oso "
    "outlaw owens pace page paige palm palma paloma park parker parks parra pat patience patron "
    "paz peace pearl penny pepper perla perry peters phoenix pie pike pine pinto pitts place "
    "plaza pleasant pond poole pope porter post potter power powers prado precious price prieto "
    "prince princess promise pruitt quick quiet rain ramos ranger ray reason reed reese reina "
    "rey reyes rhodes rice rich ring rio rios ripple rivas river rivera rivers road robin "
    "robles rock roman rosa rosario rosas rose rowan royal rubio ruby rush sage sailor sala "
    "salas sales salvador sandy santos savannah scott sea self serena sharp shepherd short "
    "sierra silva silver singer sky small smart smith snow sol soledad solis soto south sparks "
    "spring star stark starr steel stone story street strong summer summers sun sunny swan "
    "sweet tanner taylor temple terry tierra todd toro torres tower towers trinity true trust "
    "tucker turner unity valle vega velvet verdad victoria vida view villa vine violet wade "
    "walker wall walls ward waters watts wave way weaver webb weeks welcome wells west wheeler "
    "white wild will willow wills win wind winter winters wise wolf wood woods word work world "
    "worth wren wright yard york young zamora"
)
COMMON: Final = frozenset(_COMMON.split())
"""Words that are names where they have a capital, and words where they have none."""
