//! The made-up shop: what is decided about every product, customer and order when the sandbox starts, in a few bytes each. Rows
//! are made from these facts when they are asked for.

use super::numbering::Numbering;
use super::order_head::OrderHead;
use super::words::{BRANDS, CATEGORIES, FAMILIES, LEAVES, PLACES, SERIES};
use crate::fault_spec::FaultKind;
use crate::options::Options;
use crate::random::Random;
use crate::time::{DAY, TODAY};

/// The id of the first product; ids of a real shop do not begin at 1.
const FIRST_PRODUCT: i64 = 101;

/// The shop.
pub(crate) struct Shop {
    pub(crate) seed: u64,
    pub(crate) products: Vec<Product>,
    pub(crate) product_ids: Numbering,
    pub(crate) customers: Vec<Customer>,
    pub(crate) customer_ids: Numbering,
    pub(crate) orders: Vec<OrderHead>,
    pub(crate) order_ids: Numbering,
    /// Pieces sold, by product.
    pub(crate) sold: Vec<i64>,
}

/// One product.
#[derive(Clone, Debug)]
pub(crate) struct Product {
    pub(crate) id: i64,
    /// Position of the product among all.
    pub(crate) index: usize,
    pub(crate) family: u8,
    pub(crate) price: i64,
    /// 0 where the product is not on sale.
    pub(crate) sale: i64,
    /// 0 where there is none.
    pub(crate) brand: i64,
    pub(crate) variants: u8,
    /// The id of the first variant; the others follow.
    pub(crate) first_variant: i64,
    pub(crate) images: u8,
    pub(crate) first_image: i64,
    pub(crate) created: i64,
    pub(crate) modified: i64,
    pub(crate) stock: i64,
    pub(crate) visible: bool,
    pub(crate) featured: bool,
}

/// One customer.
#[derive(Clone, Debug)]
pub(crate) struct Customer {
    pub(crate) id: i64,
    pub(crate) first: u8,
    pub(crate) last: u8,
    pub(crate) place: u8,
    /// 0 where the customer is in none.
    pub(crate) group: i64,
    pub(crate) addresses: u8,
    pub(crate) first_address: i64,
    pub(crate) company: Option<u8>,
    pub(crate) created: i64,
    pub(crate) modified: i64,
}

impl Shop {
    /// Makes the shop, as yet without orders.
    pub(crate) fn without_orders(options: &Options) -> Self {
        let numbering = |first, rows, list| Numbering::new(first, rows, gap(options, list));
        let product_ids = numbering(FIRST_PRODUCT, options.products, "/v3/catalog/products");
        let customer_ids = numbering(1, options.customers, "/v3/customers");
        Self {
            seed: options.seed,
            products: products(options.seed, options.products, product_ids),
            product_ids,
            customers: customers(options.seed, options.customers, customer_ids),
            customer_ids,
            orders: Vec::new(),
            order_ids: numbering(1, options.orders, "/v2/orders"),
            sold: vec![0; options.products],
        }
    }
}

/// How wide a gap the ids of a list are to have.
fn gap(options: &Options, list: &str) -> i64 {
    let gaps = options
        .faults
        .iter()
        .filter(|fault| fault.kind == FaultKind::Gap && list.starts_with(fault.path.as_str()));
    gaps.map(|fault| fault.by).sum()
}

fn products(seed: u64, count: usize, ids: Numbering) -> Vec<Product> {
    let (mut next_variant, mut next_image) = (1, 1);
    let make = |index: usize| {
        let mut random = Random::at(seed, "product", index);
        let family = index % FAMILIES.len();
        let variants: u8 = match (FAMILIES[family].grams, random.below(10)) {
            (0, _) | (_, 0..=4) => 1,
            (_, 5..=6) => 3,
            (_, 7..=8) => 5,
            _ => 6,
        };
        let images = random.below(5) as u8;
        let price = FAMILIES[family].price * random.between(80, 135) / 100 / 100 * 100;
        let created = TODAY - random.between(30, 1_400) * DAY - random.between(0, DAY);
        let product = Product {
            id: ids.id(index),
            index,
            family: family as u8,
            price,
            sale: if random.percent(18) {
                price * 8 / 10 / 100 * 100
            } else {
                0
            },
            brand: if random.percent(90) {
                random.between(1, BRANDS.len() as i64)
            } else {
                0
            },
            variants,
            first_variant: next_variant,
            images,
            first_image: next_image,
            created,
            modified: created + random.between(0, (TODAY - created) / 2),
            stock: if random.percent(8) {
                0
            } else {
                random.between(1, 240)
            },
            visible: random.percent(92),
            featured: random.percent(12),
        };
        next_variant += i64::from(variants);
        next_image += i64::from(images);
        product
    };
    (0..count).map(make).collect()
}

fn customers(seed: u64, count: usize, ids: Numbering) -> Vec<Customer> {
    let mut next_address = 1;
    let make = |index: usize| {
        let mut random = Random::at(seed, "customer", index);
        let created = TODAY - random.between(1, 1_100) * DAY - random.between(0, DAY);
        let addresses = random.weighted(&[10, 60, 22, 8]) as u8;
        let customer = Customer {
            id: ids.id(index),
            first: random.below(super::words::FIRST.len()) as u8,
            last: random.below(super::words::LAST.len()) as u8,
            place: random.below(PLACES.len()) as u8,
            group: random.weighted(&[60, 22, 12, 6]) as i64,
            addresses,
            first_address: next_address,
            company: random
                .percent(15)
                .then(|| random.below(super::words::COMPANIES.len()) as u8),
            created,
            modified: created + random.between(0, TODAY - created),
        };
        next_address += i64::from(addresses);
        customer
    };
    (0..count).map(make).collect()
}

impl Product {
    /// Its name; the number at the end keeps names apart, as the API demands.
    pub(crate) fn name(&self) -> String {
        let family = &FAMILIES[usize::from(self.family)];
        let round = self.index / FAMILIES.len();
        match round / SERIES.len() {
            0 => format!("{} {}", family.name, SERIES[round]),
            more => format!(
                "{} {} {}",
                family.name,
                SERIES[round % SERIES.len()],
                more + 1
            ),
        }
    }

    /// Its stock-keeping unit.
    pub(crate) fn sku(&self) -> String {
        format!("SQ-{:02}-{:05}", self.family, self.id)
    }

    /// Its barcode: twelve digits, or none.
    pub(crate) fn upc(&self) -> String {
        if self.id % 3 == 0 {
            String::new()
        } else {
            format!("0{:011}", self.id * 7_919 + 40_000_000_000)
        }
    }

    /// The manufacturer's number.
    pub(crate) fn mpn(&self) -> String {
        if self.id % 4 == 0 {
            String::new()
        } else {
            format!("M{:04}-{}", self.id * 37 % 10_000, self.family)
        }
    }

    /// Whether it is downloaded.
    pub(crate) fn digital(&self) -> bool {
        FAMILIES[usize::from(self.family)].grams == 0
    }

    /// Grams.
    pub(crate) fn grams(&self) -> i64 {
        FAMILIES[usize::from(self.family)].grams
    }

    /// What a customer pays.
    pub(crate) fn calculated(&self) -> i64 {
        if self.sale > 0 { self.sale } else { self.price }
    }

    /// The categories that it stands in: its leaf, at times the sale, and bulk for a few.
    pub(crate) fn categories(&self) -> Vec<i64> {
        let mut categories = vec![LEAVES[FAMILIES[usize::from(self.family)].leaf]];
        if self.sale > 0 {
            categories.push(60);
        }
        if self.stock > 0 && self.stock < 6 {
            categories.push(if self.id % 2 == 0 { 61 } else { 62 });
        }
        if self.id % 11 == 0 {
            categories.push(CATEGORIES[CATEGORIES.len() - 2].0);
        }
        categories
    }

    /// The channels that list it.
    pub(crate) fn channels(&self) -> Vec<i64> {
        match self.id % 6 {
            0 => vec![1, 2],
            1 => vec![1, 2, 3],
            _ => vec![1],
        }
    }

    /// When stock counts as low.
    pub(crate) fn warning_level(&self) -> i64 {
        if self.id % 2 == 0 { 5 } else { 0 }
    }

    /// Whether it is sent free of charge.
    pub(crate) fn free_shipping(&self) -> bool {
        self.id % 13 == 0
    }

    /// How stock is kept.
    pub(crate) fn tracking(&self) -> &'static str {
        match (self.digital(), self.variants) {
            (true, _) => "none",
            (_, 1) => "product",
            _ => "variant",
        }
    }
}

impl Customer {
    /// First name.
    pub(crate) fn first_name(&self) -> &'static str {
        super::words::FIRST[usize::from(self.first)].0
    }

    /// Last name.
    pub(crate) fn last_name(&self) -> &'static str {
        super::words::LAST[usize::from(self.last)].0
    }

    /// E-mail address, unique in the shop.
    pub(crate) fn email(&self) -> String {
        let first = super::words::FIRST[usize::from(self.first)].1;
        let last = super::words::LAST[usize::from(self.last)].1;
        format!("{first}.{last}{}@example.com", self.id)
    }

    /// Company, or nothing.
    pub(crate) fn company(&self) -> &'static str {
        self.company
            .map_or("", |company| super::words::COMPANIES[usize::from(company)])
    }

    /// Telephone, or nothing.
    pub(crate) fn phone(&self) -> String {
        if self.id % 5 == 0 {
            String::new()
        } else {
            format!("+1 512 555 {:04}", self.id * 13 % 10_000)
        }
    }
}
