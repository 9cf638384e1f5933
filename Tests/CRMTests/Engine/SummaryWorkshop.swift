import Postgres
import Support

@testable import CRM

extension Resource {
  static let sales = Resource("sales", table: "workshop.sale", label: "note")
    .key("note_key", for: "note")
    .child("lines", .saleLines, by: "sale_id")

  static let saleLines = Resource("sale-lines", table: "workshop.sale_line", label: "id")
}

/// Sales, a table that only the tests of summaries know: amounts of several currencies, days and instants.
enum SalesSchema {
  static let table = """
    insert into system.currency (code, name_en, name_ru)
      values ('RUB', 'Rouble', 'Рубль'), ('EUR', 'Euro', 'Евро') on conflict do nothing;
    create table workshop.sale (
      id bigint generated always as identity primary key,
      version bigint not null default 1,
      created_at timestamptz not null default now(), created_by bigint,
      updated_at timestamptz not null default now(), updated_by bigint,
      owner_id bigint references access.account,
      department_id bigint references access.department,
      archived_at timestamptz,
      maker_id bigint references workshop.maker,
      origin bigint references workshop.maker,
      note text not null,
      note_key text collate "C" generated always as (lower(note)) stored,
      kind text not null default 'shop' constraint sale_kind check (kind in ('shop', 'net')),
      currency text references system.currency(code),
      amount numeric(19,4),
      discount numeric(5,2),
      pieces integer,
      large bigint,
      due_on date,
      sold_at timestamptz,
      good boolean,
      tags text[],
      data jsonb,
      address inet,
      secret numeric(19,4)
    );
    create index sale_owner_idx on workshop.sale (owner_id, id);
    create index sale_sold_idx on workshop.sale (sold_at, id);
    create index sale_note_idx on workshop.sale (note_key, id);
    select system.business('workshop.sale');
    select access.protect('workshop.sale', 'sales');
    revoke select on workshop.sale from crm_service;
    grant select (id, version, created_at, created_by, updated_at, updated_by, owner_id, department_id,
      archived_at, maker_id, origin, note, note_key, kind, currency, amount, discount, pieces, large, due_on,
      sold_at, good, tags, data, address) on workshop.sale to crm_service;
    create table workshop.sale_line (
      id bigint generated always as identity primary key,
      version bigint not null default 1,
      created_at timestamptz not null default now(), created_by bigint,
      updated_at timestamptz not null default now(), updated_by bigint,
      sale_id bigint not null references workshop.sale on delete cascade,
      amount numeric(19,4) not null
    );
    create index sale_line_idx on workshop.sale_line (sale_id, id);
    select system.business('workshop.sale_line', 'sale_id', 'workshop.sale');
    select access.protect_child('workshop.sale_line', 'sales', 'sale_id', 'workshop.sale');
    insert into workshop.maker (name, city, owner_id, department_id)
      values ('Alfa', 'Казань', 1, 1), ('Beta', null, 1, 1), ('Гамма', 'Тула', 2, 2);
    """

  /// Sixty sales with gaps in every column that can have them; every third is Boris's.
  static let sales =
    table + """
      insert into workshop.sale (owner_id, department_id, maker_id, note, kind, currency, amount, discount,
        pieces, large, due_on, sold_at, good, tags, address, secret)
      select case when n % 20 > 0 then 1 + (n % 3 = 0)::int end, 1 + (n % 3 = 0)::int,
        case when n % 7 > 0 then n % 3 + 1 end,
        (array['Молоток', 'молоток', 'Ёлка «Ж»', '=1+1', 'Axe'])[n % 5 + 1],
        case when n % 2 = 0 then 'shop' else 'net' end, case when n % 4 > 0 then 'RUB' else 'EUR' end,
        case when n % 9 > 0 then n * 100.1234 end, n * 0.25, case when n % 6 > 0 then n % 11 end,
        9000000000000000000 - n, case when n % 8 > 0 then date '2025-12-20' + n end,
        case when n % 10 > 0 then timestamptz '2025-12-31 00:30:00+00' + n * interval '13 hours' end,
        n % 2 = 0, array['a'], '10.0.0.1', 1
      from generate_series(1, 60) n order by n;
      insert into workshop.sale_line (sale_id, amount) select id, id + 0.5 from workshop.sale;
      update workshop.sale set archived_at = now() where id in (5, 50);
      """
}

/// Gives the body sixty sales.
func withSales(
  _ further: String = "", _ body: (Workshop) async throws -> Void
) async throws {
  try await withWorkshop(SalesSchema.sales + further, more: [.sales, .saleLines], body)
}

extension Workshop {
  typealias Query = [(String, String)]

  /// A summary of sales.
  func summary(
    _ query: Query, headers: [String: String] = [:], as login: String = "anna"
  ) async throws -> Reply {
    try await ask(
      "sales.summary", query.map { (name: $0.0, value: $0.1) }, headers: headers, as: login)
  }

  /// What plain SQL answers past every policy: a row a line, `-` for null.
  func plain(_ sql: String) async throws -> [String] {
    try await withClient(database.migration) { client in
      let rows = try await client.rows("\(raw: sql)")
      return (0..<rows.count).map { row in
        (0..<rows.columnCount).map { rows.string(row, $0) ?? "-" }.joined(separator: "|")
      }
    }
  }
}

extension Workshop.Reply {
  /// Its rows as plain SQL would write them: groups, references by their ids, then measures.
  var rows: [String] {
    (json["data"]?.array ?? []).map { row in
      let cells = (row["group"]?.object ?? []) + (row["measures"]?.object ?? [])
      return cells.map { Self.plain($0.value) }.joined(separator: "|")
    }
  }

  private static func plain(_ value: JSON) -> String {
    switch value {
    case .null: "-"
    case .object: value["id"]?.plain ?? "?"
    case .bool(let flag): flag ? "t" : "f"
    default: value.plain
    }
  }

  var levels: [Int] { (json["data"]?.array ?? []).compactMap { $0["level"]?.int } }

  /// The code of each error and the parameter that it names.
  var faults: [String] {
    (json["errors"]?.array ?? []).map {
      "\($0["pointer"]?.string ?? "") \($0["code"]?.string ?? "")"
    }
  }
}
