import NIOCore
import Postgres
import Support
import Testing

@testable import CRM

extension Resource {
  static let spends = Resource("spends", table: "workshop.spend", label: "supplier")
}

/// A year of invoices of a city, with the faults that its clerks made, into a table that only this test knows.
@Suite(.enabled(if: SharedData.isHere)) struct `A year of real invoices` {
  private static let schema = """
    create table workshop.spend (
      id bigint generated always as identity primary key,
      version bigint not null default 1,
      created_at timestamptz not null default now(), created_by bigint,
      updated_at timestamptz not null default now(), updated_by bigint,
      owner_id bigint references access.account,
      department_id bigint references access.department,
      paid_on date not null, document text not null, supplier text not null,
      gross numeric(19,4) not null, vat numeric(19,4), net numeric(19,4) not null,
      constraint spend_order check (not (gross + vat = net and vat > 0)),
      constraint spend_sum check (gross = net + vat)
    );
    comment on constraint spend_order on workshop.spend is 'Gross and net are swapped. | Местами.';
    comment on constraint spend_sum on workshop.spend is 'The sum is wrong. | Сумма неверна.';
    select system.business('workshop.spend'), access.protect('workshop.spend', 'spends');
    alter table access.permission disable trigger user;
    insert into access.permission (role_id, resource, action, scope)
      select r.id, 'spends', a, 'all' from access.role r,
        unnest(array['read', 'create', 'update', 'import']) a where r.code = 'master';
    insert into access.permission (role_id, resource, action, scope)
      select r.id, 'files', 'create', 'all' from access.role r where r.code = 'master';
    alter table access.permission enable trigger user;
    delete from access.session;
    select access.open(id, sha256(login::bytea), 'session', null, null, now() + interval '1 hour', null, null)
      from access.account;
    """

  private static let mapping: JSON = [
    "resource": "spends",
    "columns": [
      "paid_on": ["column": "Date of Payment", "date": "yyyy-mm-dd"],
      "document": ["column": "SAP Document Number"], "supplier": ["column": "Supplier Name"],
      "gross": ["column": "Gross", "decimal": "."], "vat": ["column": "VAT", "decimal": "."],
      "net": ["column": "Net", "decimal": "."],
    ],
  ]

  /// All months behind the header of the first.
  private static func file() throws -> [UInt8] {
    let months = SharedData.files.filter { $0.hasPrefix("salford-spend/") }
    return try months.enumerated().flatMap { place, month in
      let bytes = try SharedData.bytes(month)
      let rest = bytes.drop { $0 != 0x0A }.dropFirst()
      return place == 0 ? bytes : Array(rest)
    }
  }

  @Test func `is loaded by one job, which reports exactly the bad rows`() async throws {
    try await withWorkshop(Self.schema, more: [.spends]) { workshop in
      let engine = workshop.engine
      let hash = Digest.sha256("anna".utf8)
      let operation = { (id: String, path: [String: String], body: JSON, spool: Spool?) in
        let operation = try #require(workshop.operations.first { $0.id == id })
        let call = Call(
          method: .post, path: path, headers: ["prefer": "wait=0"],
          body: ByteBuffer(bytes: body.bytes),
          receive: spool.map { spool in { @Sendable () async throws -> Spool in spool } },
          tokenHash: hash, requestID: "test")
        guard case .bytes(let bytes) = try await operation.answer(call).body else {
          return JSON.null
        }
        return try JSONParser.parse(bytes.readableBytesView)
      }
      let spool = try Spool()
      try await spool.write(ByteBuffer(bytes: Self.file()), at: 0)
      let opened = try await operation("imports.create", [:], ["mapping": Self.mapping], nil)
      let id = try #require(opened["id"]?.int)
      let sent = try await operation("imports.content", ["id": "\(id)"], [:], spool)
      #expect(sent["state"] == "running", "\(sent)")
      try await withRunner(workshop.database, [ImportJob { engine }.kind]) {
        let end = ContinuousClock.now + .seconds(300)
        while ContinuousClock.now < end {
          let found = try await operation("imports.get", ["id": "\(id)"], [:], nil)
          if found["state"] != "running" { break }
          try await Task.sleep(for: .milliseconds(200))
        }
      }
      let found = try await operation("imports.get", ["id": "\(id)"], [:], nil)
      #expect(found["state"] == "done" && found["read"] == 28486, "\(found)")
      #expect(found["created"] == 28408 && found["refused"] == 78, "\(found)")
      try await withClient(workshop.database.observer) { observer in
        let reasons = try await observer.rows(
          """
          select regexp_replace(reason_en, '^[a-z]+: ', '') || ' ' || count(*) as row
          from system.import_refusal group by reason_en order by count(*) desc
          """)
        #expect(
          try reasons.map { try $0.string("row") } == [
            "Gross and net are swapped. 75", "The sum is wrong. 3",
          ])
        let sums = try await observer.rows(
          "select count(*) as rows, min(paid_on)::text || max(paid_on)::text as days from workshop.spend"
        )
        #expect(try sums.single.int("rows") == 28408)
        #expect(try sums.single.string("days") == "2011-08-012012-07-31")
      }
    }
  }
}
