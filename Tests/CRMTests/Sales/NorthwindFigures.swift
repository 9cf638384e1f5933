import CRM
import Foundation

/// Section A of ANSWERS.md beside the data, as questions over HTTP and the rows that answer them.
enum NorthwindFigures {
  static let all: [(String, [String])] =
    headlines + buyers + goods + service + loyalty

  /// Head and A1 to A2: what all comes to, and when.
  private static let headlines: [(String, [String])] = [
    (
      "parties/summary?external_source=northwind-customer",
      ["91"]
    ),
    (
      "parties/summary?external_source=northwind-supplier",
      ["29"]
    ),
    (
      "employees/summary?external_source=northwind-employee",
      ["9"]
    ),
    (
      "products/summary",
      ["77"]
    ),
    (
      "product-categories/summary",
      ["8"]
    ),
    (
      """
      sales-facts/summary?currency=USD&\
      measure=count,count_distinct(sales_order_id),min(ordered_on),max(ordered_on)
      """,
      ["2155 | 830 | 1996-07-04 | 1998-05-06"]
    ),
    (
      """
      sales-facts/summary?currency=USD&\
      measure=sum(list_value),sum(discount),sum(net),sum(net_in_cents)
      """,
      ["1354458.59 | 88665.55 | 1265793.04 | 1265793.29"]
    ),
    (
      "sales-facts/summary?currency=USD&discount_percent[gt]=0",
      ["838"]
    ),
    (
      "order-figures/summary?currency=USD&measure=sum(freight),avg(net)",
      ["64942.69 | 1525.05"]
    ),
    (
      """
      sales-facts/summary?currency=USD&group=ordered_on:year&\
      measure=count_distinct(sales_order_id),sum(net)
      """,
      [
        "1996-01-01 | 152 | 208083.97",
        "1997-01-01 | 408 | 617085.20",
        "1998-01-01 | 270 | 440623.87",
      ]
    ),
    (
      """
      sales-facts/summary?currency=USD&ordered_on[gte]=1997-01-01&\
      ordered_on[lt]=1998-01-01&group=ordered_on:month&measure=count_distinct(sales_order_id),sum(net)
      """,
      [
        "1997-01-01 | 33 | 61258.07",
        "1997-02-01 | 29 | 38483.64",
        "1997-03-01 | 30 | 38547.22",
        "1997-04-01 | 31 | 53032.95",
        "1997-05-01 | 32 | 53781.29",
        "1997-06-01 | 30 | 36362.80",
        "1997-07-01 | 33 | 51020.86",
        "1997-08-01 | 33 | 47287.67",
        "1997-09-01 | 37 | 55629.24",
        "1997-10-01 | 38 | 66749.23",
        "1997-11-01 | 34 | 43533.81",
        "1997-12-01 | 48 | 71398.43",
      ]
    ),
  ]

  /// A3 and A4: who buys, who sells.
  private static let buyers: [(String, [String])] = [
    (
      """
      customer-figures?currency=USD&sort=place&limit=10&\
      fields=party,orders,net,last_ordered_on
      """,
      [
        "QUICK-Stop | 28 | 110277.31 | 1998-04-14",
        "Ernst Handel | 30 | 104874.98 | 1998-05-05",
        "Save-a-lot Markets | 31 | 104361.95 | 1998-05-01",
        "Rattlesnake Canyon Grocery | 18 | 51097.80 | 1998-05-06",
        "Hungry Owl All-Night Grocers | 19 | 49979.91 | 1998-04-30",
        "Hanari Carnes | 14 | 32841.37 | 1998-04-27",
        "Königlich Essen | 14 | 30908.38 | 1998-04-16",
        "Folk och fä HB | 19 | 29567.56 | 1998-04-27",
        "Mère Paillarde | 13 | 28872.19 | 1997-10-30",
        "White Clover Markets | 14 | 27363.61 | 1998-05-01",
      ]
    ),
    (
      "customer-figures?orders=0&sort=party&fields=party",
      [
        "FISSA Fabrica Inter. Salchichas S.A.",
        "Paris spécialités",
      ]
    ),
    (
      "customer-figures?orders=1&fields=party",
      ["Centro comercial Moctezuma"]
    ),
    (
      "customer-figures?currency=USD&place=10&fields=running_percent",
      ["45.04"]
    ),
    (
      """
      sales-facts/summary?currency=USD&group=owner&sort=-sum(net)&\
      measure=count_distinct(sales_order_id),sum(net)
      """,
      [
        "Margaret Peacock | 156 | 232890.85",
        "Janet Leverling | 127 | 202812.84",
        "Nancy Davolio | 123 | 192107.60",
        "Andrew Fuller | 96 | 166537.76",
        "Laura Callahan | 104 | 126862.28",
        "Robert King | 72 | 124568.24",
        "Anne Dodsworth | 43 | 77308.07",
        "Michael Suyama | 67 | 73913.13",
        "Steven Buchanan | 42 | 68792.28",
      ]
    ),
  ]

  /// A5 to A7: what is bought, and where.
  private static let goods: [(String, [String])] = [
    (
      "sales-facts/summary?currency=USD&group=category&sort=-sum(net)&measure=sum(net)",
      [
        "Beverages | 267868.18",
        "Dairy Products | 234507.29",
        "Confections | 167357.23",
        "Meat/Poultry | 163022.36",
        "Seafood | 131261.74",
        "Condiments | 106047.09",
        "Produce | 99984.58",
        "Grains/Cereals | 95744.59",
      ]
    ),
    (
      """
      sales-facts/summary?currency=USD&group=product&sort=-sum(net)&limit=10&\
      measure=sum(quantity),sum(net)
      """,
      [
        "Côte de Blaye | 623.00 | 141396.74",
        "Thüringer Rostbratwurst | 746.00 | 80368.67",
        "Raclette Courdavault | 1496.00 | 71155.70",
        "Tarte au sucre | 1083.00 | 47234.97",
        "Camembert Pierrot | 1577.00 | 46825.48",
        "Gnocchi di nonna Alice | 1263.00 | 42593.06",
        "Manjimup Dried Apples | 886.00 | 41819.65",
        "Alice Mutton | 978.00 | 32698.38",
        "Carnarvon Tigers | 539.00 | 29171.88",
        "Rössle Sauerkraut | 640.00 | 25696.64",
      ]
    ),
    (
      """
      sales-facts/summary?currency=USD&group=country&sort=-sum(net)&limit=8&\
      measure=count_distinct(sales_order_id),sum(net)
      """,
      [
        "US | 122 | 245584.61",
        "DE | 122 | 230284.63",
        "AT | 40 | 128003.84",
        "BR | 83 | 106925.78",
        "FR | 77 | 81358.32",
        "GB | 56 | 58971.31",
        "VE | 46 | 56810.63",
        "SE | 37 | 54495.14",
      ]
    ),
  ]

  /// A8 and A9: how it is delivered, and what is in stock.
  private static let service: [(String, [String])] = [
    (
      "order-figures/summary?currency=USD&late=true",
      ["37"]
    ),
    (
      "order-figures/summary?currency=USD&shipped_on[empty]=true&measure=count,sum(net)",
      ["21 | 25937.43"]
    ),
    (
      "order-figures/summary?currency=USD&shipped_on[empty]=true&required_on[lt]=1998-05-06",
      ["0"]
    ),
    (
      """
      order-figures/summary?currency=USD&shipped_on[empty]=false&\
      measure=avg(days_to_ship),median(days_to_ship)
      """,
      ["8.49 | 7"]
    ),
    (
      "order-figures/summary?currency=USD&late=true&group=owner&sort=-count,owner",
      [
        "Margaret Peacock | 10",
        "Janet Leverling | 5",
        "Andrew Fuller | 4",
        "Anne Dodsworth | 4",
        "Laura Callahan | 4",
        "Robert King | 4",
        "Michael Suyama | 3",
        "Nancy Davolio | 2",
        "Steven Buchanan | 1",
      ]
    ),
    (
      "products/summary?discontinued=true",
      ["10"]
    ),
    (
      "product-stock/summary?currency=USD&measure=sum(list_value)",
      ["73953.35"]
    ),
    (
      "product-stock/summary?is_low=true",
      ["17"]
    ),
    (
      "product-stock?must_reorder=true&sort=name&fields=name",
      [
        "Nord-Ost Matjeshering",
        "Outback Lager",
      ]
    ),
  ]

  /// A10: who stays.
  private static let loyalty: [(String, [String])] = [
    (
      """
      customer-segments/summary?currency=USD&reported_on=1998-05-06&group=segment&\
      sort=-sum(net)&measure=count,sum(net)
      """,
      [
        "champion | 28 | 887486.30",
        "loyal | 32 | 209767.57",
        "at_risk | 11 | 76254.88",
        "other | 13 | 55783.55",
        "lost | 5 | 36500.74",
      ]
    ),
    (
      "customer-segments?reported_on=1998-05-06&segment=lost&sort=party&fields=party",
      [
        "Centro comercial Moctezuma",
        "Familia Arquibaldo",
        "Hungry Coyote Import Store",
        "Lazy K Kountry Store",
        "Mère Paillarde",
      ]
    ),
    (
      """
      customer-segments?reported_on=1998-05-06&party=Alfreds Futterkiste&\
      fields=recency,orders,net
      """,
      ["27 | 6 | 4273"]
    ),
    (
      """
      customer-segments?reported_on=1998-05-06&party=Save-a-lot Markets&\
      fields=recency,orders,net
      """,
      ["5 | 31 | 104361.95"]
    ),
    (
      "customer-years/summary?currency=USD&group=year&year[lt]=1998",
      [
        "1996 | 67",
        "1997 | 86",
      ]
    ),
    (
      "customer-years/summary?currency=USD&year=1997&bought_year_before=true",
      ["65"]
    ),
    (
      "customer-years/summary?currency=USD&year=1997&bought_year_before=false",
      ["21"]
    ),
    (
      "customer-years?year=1996&bought_year_after=false&sort=party&fields=party",
      [
        "Centro comercial Moctezuma",
        "Romero y tomillo",
      ]
    ),
    (
      "order-figures?number=10248&fields=party,net,freight",
      ["Vins et alcools Chevalier | 440 | 32.38"]
    ),
    (
      """
      sales-facts?number=10248&sort=product&\
      fields=product,quantity,unit_price,discount_percent
      """,
      [
        "Mozzarella di Giovanni | 5.00 | 34.80 | 0.00",
        "Queso Cabrales | 12.00 | 14.00 | 0.00",
        "Singaporean Hokkien Fried Mee | 10.00 | 9.80 | 0.00",
      ]
    ),
    (
      "order-figures?sort=-net&limit=1&fields=number,party,net",
      ["10865 | QUICK-Stop | 16387.50"]
    ),
  ]

  /// With an order more of 1,365.75.
  static let withMore: [(String, [String])] = [
    (
      "sales-facts/summary?currency=USD&measure=sum(net)",
      ["1267158.79"]
    ),
    (
      "customer-figures?orders=0&fields=party",
      ["Paris spécialités"]
    ),
    (
      """
      sales-facts/summary?currency=USD&owner=Margaret Peacock&\
      measure=count_distinct(sales_order_id),sum(net)
      """,
      ["157 | 234256.60"]
    ),
  ]

  /// Without order 11077.
  static let withLess: [(String, [String])] = [
    (
      "sales-facts/summary?currency=USD&measure=sum(net)",
      ["1264537.32"]
    ),
    (
      "customer-figures?party=Rattlesnake Canyon Grocery&fields=orders,net",
      ["17 | 49842.08"]
    ),
    (
      """
      sales-facts/summary?currency=USD&owner=Nancy Davolio&\
      measure=count_distinct(sales_order_id),sum(net)
      """,
      ["122 | 190851.88"]
    ),
  ]

  /// A9: suppliers by what is sold of their products.
  static let suppliers = [
    "Aux joyeux ecclésiastiques | 2 | 153691.28",
    "Plutzer Lebensmittelgroßmärkte AG | 5 | 145372.40",
    "Gai pâturage | 2 | 117981.18",
    "Pavlova, Ltd. | 5 | 106459.78",
    "G'day, Mate | 3 | 65626.77",
    "Forêts d'érables | 2 | 61587.57",
    "Specialty Biscuits, Ltd. | 5 | 59032.08",
    "Pasta Buttini s.r.l. | 2 | 50254.61",
  ]

  /// A value as people read it: what has decimals with two of them, halves rounded up.
  static func text(_ value: JSON, exact: Bool) -> String {
    let text = value.string ?? String(decoding: value.bytes, as: UTF8.self)
    guard text.wholeMatch(of: /-?\d+\.\d+/) != nil, var number = Decimal(string: text) else {
      return text
    }
    if exact { return "\(number)" }
    var rounded = Decimal()
    NSDecimalRound(&rounded, &number, 2, .plain)
    return String(format: "%.2f", NSDecimalNumber(decimal: rounded).doubleValue)
  }
}
