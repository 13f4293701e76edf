//! The words of the made-up shop: goods, brands, people and places in several languages. Plain data.

/// A family of goods, of which several products are made.
pub(crate) struct Family {
    /// Name as the shop shows it.
    pub(crate) name: &'static str,
    /// Position among [`LEAVES`].
    pub(crate) leaf: usize,
    /// The price around which the family's prices lie, in ten-thousandths.
    pub(crate) price: i64,
    /// Grams; 0 for goods that are downloaded.
    pub(crate) grams: i64,
}

const fn family(name: &'static str, leaf: usize, price: i64, grams: i64) -> Family {
    Family {
        name,
        leaf,
        price: price * 100,
        grams,
    }
}

/// Prices here are in hundredths.
pub(crate) const FAMILIES: [Family; 36] = [
    family("Stoneware Mug", 0, 1_800, 380),
    family("Tasse à thé en porcelaine", 0, 2_250, 240),
    family("急須 南部鉄器", 1, 8_900, 1_250),
    family("Glass Teapot", 1, 3_950, 620),
    family("Théière en fonte", 1, 6_400, 1_480),
    family("Matcha-Schale „Nebel“", 0, 2_990, 310),
    family("Kaffeemühle von Hand", 2, 7_450, 890),
    family("Cafetera italiana", 2, 3_290, 540),
    family("Pour Over Dripper", 2, 2_600, 350),
    family("Sencha Uji", 3, 1_690, 100),
    family("Darjeeling First Flush", 3, 1_990, 100),
    family("Rooibos \"Cape Sunset\"", 3, 990, 150),
    family("Espresso Blend No. 7", 4, 1_450, 500),
    family("Yirgacheffe Filter Roast", 4, 1_780, 250),
    family("Café descafeinado", 4, 1_320, 250),
    family("Linen Apron", 5, 4_200, 410),
    family("Torchon en lin", 5, 1_500, 120),
    family("Oven Glove", 5, 1_250, 140),
    family("Chef's Knife 20 cm", 6, 9_900, 260),
    family("Brotmesser", 6, 5_450, 230),
    family("Nůž na ovoce", 6, 1_950, 90),
    family("Olive Wood Board", 7, 3_800, 1_100),
    family("Schneidebrett Eiche", 7, 4_650, 1_800),
    family("Copper Saucepan", 8, 12_900, 1_400),
    family("Gusseiserner Bräter", 8, 17_900, 5_200),
    family("Sartén de hierro", 8, 5_900, 1_900),
    family("Медный чайник", 8, 6_700, 1_150),
    family("Beeswax Candle", 9, 1_150, 210),
    family("Räucherkerze Zirbe", 9, 890, 80),
    family("مصباح نحاسي", 10, 15_500, 2_100),
    family("Paper Lantern", 10, 2_400, 180),
    family("Wool Throw", 11, 8_800, 900),
    family("Housse de coussin", 11, 2_900, 260),
    family("Barista Course (video)", 12, 4_900, 0),
    family("Recipe Book, e-book", 12, 1_200, 0),
    family("Sourdough Masterclass (video)", 12, 6_900, 0),
];

/// The leaves of the category tree, by their names in [`CATEGORIES`].
pub(crate) const LEAVES: [i64; 13] = [11, 12, 13, 21, 22, 31, 32, 33, 34, 41, 42, 43, 51];

/// A category: id, parent's id, name, path.
pub(crate) const CATEGORIES: [(i64, i64, &str, &str); 24] = [
    (10, 0, "Tea & Coffee Ware", "/tea-coffee-ware/"),
    (11, 10, "Cups & Bowls", "/tea-coffee-ware/cups-bowls/"),
    (12, 10, "Teapots", "/tea-coffee-ware/teapots/"),
    (13, 10, "Coffee Makers", "/tea-coffee-ware/coffee-makers/"),
    (20, 0, "Tea & Coffee", "/tea-coffee/"),
    (21, 20, "Tea", "/tea-coffee/tea/"),
    (22, 20, "Kaffee – Café", "/tea-coffee/kaffee/"),
    (30, 0, "Kitchen", "/kitchen/"),
    (31, 30, "Linen", "/kitchen/linen/"),
    (32, 30, "Knives", "/kitchen/knives/"),
    (33, 30, "Boards", "/kitchen/boards/"),
    (34, 30, "Pots & Pans", "/kitchen/pots-pans/"),
    (40, 0, "Home", "/home/"),
    (41, 40, "Candles", "/home/candles/"),
    (42, 40, "Lamps", "/home/lamps/"),
    (43, 40, "Textiles", "/home/textiles/"),
    (50, 0, "Courses & Books", "/courses-books/"),
    (51, 50, "Downloads", "/courses-books/downloads/"),
    (60, 0, "Sale", "/sale/"),
    (61, 60, "Last Pieces", "/sale/last-pieces/"),
    (62, 61, "Seconds", "/sale/last-pieces/seconds/"),
    (70, 0, "Gastronomy", "/gastronomy/"),
    (71, 70, "Bulk Tea", "/gastronomy/bulk-tea/"),
    (
        72,
        70,
        "Großgebinde Kaffee",
        "/gastronomy/grossgebinde-kaffee/",
    ),
];

/// The first category of the second tree; those before it stand in the first.
pub(crate) const SECOND_TREE: i64 = 70;

/// Brands.
pub(crate) const BRANDS: [&str; 14] = [
    "Hafen & Herd",
    "Maison Clairvaux",
    "南部工房",
    "Northlight",
    "Óleo y Sal",
    "Kettle & Crumb",
    "Zirbenwerk",
    "Ålesund Textil",
    "Bright Cup",
    "Fjordlys",
    "Casa Ibarra",
    "Młyn",
    "O'Hara Pottery",
    "Steel \"& Sons\"",
];

/// Adjectives that tell the products of a family apart.
pub(crate) const SERIES: [&str; 16] = [
    "Amber", "Birke", "Céleste", "Dune", "Ember", "Fjord", "Grès", "Harbour", "Indigo", "Juniper",
    "Kiesel", "Lune", "Moss", "Nacht", "Ocre", "Pine",
];

/// Colours of variants, with the code that swatches show.
pub(crate) const COLOURS: [(&str, &str); 5] = [
    ("Sand", "#d8c8a8"),
    ("Slate", "#5b6770"),
    ("Bleu nuit", "#1c2a4a"),
    ("Moosgrün", "#5d6b3c"),
    ("赤", "#b3372f"),
];

/// Sizes of variants.
pub(crate) const SIZES: [&str; 3] = ["Small", "Medium", "Large"];

/// First names with the letters that an e-mail address takes.
pub(crate) const FIRST: [(&str, &str); 30] = [
    ("Anna", "anna"),
    ("José", "jose"),
    ("Zoë", "zoe"),
    ("Łukasz", "lukasz"),
    ("Mei", "mei"),
    ("Jürgen", "juergen"),
    ("Siobhán", "siobhan"),
    ("Omar", "omar"),
    ("Priya", "priya"),
    ("Noah", "noah"),
    ("Chloé", "chloe"),
    ("Björn", "bjoern"),
    ("Olga", "olga"),
    ("Дмитрий", "dmitri"),
    ("陽子", "yoko"),
    ("Fatima", "fatima"),
    ("Liam", "liam"),
    ("Ana María", "ana-maria"),
    ("Søren", "soren"),
    ("Ilse", "ilse"),
    ("Thandiwe", "thandiwe"),
    ("Marek", "marek"),
    ("Giulia", "giulia"),
    ("Tom", "tom"),
    ("Aoife", "aoife"),
    ("Ngọc", "ngoc"),
    ("David", "david"),
    ("Emma", "emma"),
    ("Hüseyin", "hueseyin"),
    ("Kateřina", "katerina"),
];

/// Last names likewise.
pub(crate) const LAST: [(&str, &str); 30] = [
    ("Müller", "mueller"),
    ("O'Brien", "obrien"),
    ("García López", "garcia"),
    ("Nowak", "nowak"),
    ("王", "wang"),
    ("Smith", "smith"),
    ("de la Cruz", "delacruz"),
    ("Øster", "oster"),
    ("Иванов", "ivanov"),
    ("Tanaka", "tanaka"),
    ("Patel", "patel"),
    ("Dubois", "dubois"),
    ("Åkesson", "akesson"),
    ("van den Berg", "vandenberg"),
    ("Nguyễn", "nguyen"),
    ("Rossi", "rossi"),
    ("Kowalczyk", "kowalczyk"),
    ("Al-Farsi", "alfarsi"),
    ("Johnson", "johnson"),
    ("Fischer", "fischer"),
    ("Novák", "novak"),
    ("McAllister", "mcallister"),
    ("Silva", "silva"),
    ("Yılmaz", "yilmaz"),
    ("Dlamini", "dlamini"),
    ("Brown", "brown"),
    ("Lefèvre", "lefevre"),
    ("Schäfer", "schaefer"),
    ("Murphy", "murphy"),
    ("Lindqvist", "lindqvist"),
];

/// Companies; most people have none.
pub(crate) const COMPANIES: [&str; 6] = [
    "Café Zentral GmbH",
    "Blue Door Ltd",
    "Trattoria da Nonna",
    "Bureau 12, SARL",
    "Nordic Living AS",
    "Kitchen \"Nine\"",
];

/// A place to live: street, city, state, postal code, country, its code, and the tax there in ten-thousandths.
pub(crate) struct Place {
    pub(crate) street: &'static str,
    pub(crate) city: &'static str,
    pub(crate) state: &'static str,
    pub(crate) zip: &'static str,
    pub(crate) country: &'static str,
    pub(crate) code: &'static str,
    pub(crate) tax: i64,
}

const fn place(
    street: &'static str,
    city: &'static str,
    state: &'static str,
    zip: &'static str,
    country: (&'static str, &'static str),
    tax: i64,
) -> Place {
    Place {
        street,
        city,
        state,
        zip,
        country: country.0,
        code: country.1,
        tax,
    }
}

const US: (&str, &str) = ("United States", "US");
const DE: (&str, &str) = ("Germany", "DE");

/// Places.
pub(crate) const PLACES: [Place; 14] = [
    place("Congress Avenue", "Austin", "Texas", "78701", US, 825),
    place(
        "Valencia Street",
        "San Francisco",
        "California",
        "94110",
        US,
        863,
    ),
    place("Atlantic Avenue", "Brooklyn", "New York", "11201", US, 888),
    place("Burnside Street", "Portland", "Oregon", "97209", US, 0),
    place("Schönhauser Allee", "Berlin", "Berlin", "10435", DE, 1_900),
    place("Große Bleichen", "Hamburg", "Hamburg", "20354", DE, 1_900),
    place(
        "Rue de Rivoli",
        "Paris",
        "Île-de-France",
        "75004",
        ("France", "FR"),
        2_000,
    ),
    place(
        "Calle de Alcalá",
        "Madrid",
        "Madrid",
        "28014",
        ("Spain", "ES"),
        2_100,
    ),
    place(
        "Deansgate",
        "Manchester",
        "Greater Manchester",
        "M3 2BW",
        ("United Kingdom", "GB"),
        2_000,
    ),
    place(
        "Queen Street West",
        "Toronto",
        "Ontario",
        "M5V 2A2",
        ("Canada", "CA"),
        1_300,
    ),
    place(
        "Karl Johans gate",
        "Oslo",
        "Oslo",
        "0154",
        ("Norway", "NO"),
        2_500,
    ),
    place(
        "Flinders Lane",
        "Melbourne",
        "Victoria",
        "3000",
        ("Australia", "AU"),
        1_000,
    ),
    place(
        "表参道",
        "東京",
        "東京都",
        "150-0001",
        ("Japan", "JP"),
        1_000,
    ),
    place(
        "Nowy Świat",
        "Warszawa",
        "Mazowieckie",
        "00-400",
        ("Poland", "PL"),
        2_300,
    ),
];

/// How often each status is met.
pub(crate) const STATUS_WEIGHTS: [u32; 15] = [4, 4, 16, 3, 2, 5, 1, 5, 2, 6, 40, 8, 1, 1, 2];

/// Ways to pay: the name that orders show, and the gateway's code.
pub(crate) const PAYMENTS: [(&str, &str); 5] = [
    ("Credit Card", "bigcommerce_payments"),
    ("PayPal", "paypalcommerce"),
    ("Bank Deposit", "bankdeposit"),
    ("Gift Certificate", "giftcertificate"),
    ("Cash on Delivery", "cod"),
];
