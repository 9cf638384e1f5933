import CRM
import Support
import Testing

@Suite struct `The preview of a file` {
  private func keep(_ bytes: [UInt8], _ session: TestSession, name: String = "file.csv")
    async throws -> JSON
  {
    let file = try await session.send(
      "PUT", "files?name=\(name)", headers: [("Content-Type", "text/csv")], body: bytes)
    #expect(file.status == 201, "\(file.text)")
    return file.json["id"] ?? .null
  }

  private func preview(
    _ bytes: [UInt8], _ session: TestSession, _ more: JSON = [:]
  ) async throws -> Reply {
    let file = try await keep(bytes, session)
    return try await session.post("imports/preview", more.with(["file_id": file]))
  }

  private func kinds(_ reply: Reply) -> [String: String] {
    let columns = reply["columns"]?.array ?? []
    let pairs = columns.map { ($0["name"]?.string ?? "", $0["kind"]?.string ?? "") }
    return Dictionary(pairs) { first, _ in first }
  }

  @Test(.enabled(if: SharedData.isHere)) func `knows how every file of the real data is written`()
    async throws
  {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      await each(SharedData.files) { path in
        let bytes = try SharedData.bytes(path)
        let reply = try await preview(bytes, chief)
        #expect(reply.status == 200, "\(path): \(reply.text.prefix(500))")
        let form = reply["form"]
        #expect(
          form?["type"] == "csv" && form?["encoding"] == "utf-8",
          "\(path): \(form ?? .null)")
        #expect(
          form?["delimiter"] == "," && form?["header"] == true, "\(path): \(form ?? .null)"
        )
        let header = String(decoding: bytes.prefix { $0 != 0x0A && $0 != 0x0D }, as: UTF8.self)
        let names = header.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        #expect(
          (reply["columns"]?.array ?? []).map { $0["name"]?.string } == names, "\(path)")
        #expect(
          reply["rows"]?.array?.isEmpty == false && reply["mapping"]?["resource"] != nil, "\(path)")
      }
    }
  }

  private static let expected: [(path: String, kinds: [String: String])] = [
    (
      "northwind/orders.csv",
      [
        "order_id": "integer", "order_date": "date", "freight": "decimal", "customer_id": "text",
      ]
    ), ("northwind/customers.csv", ["phone": "phone", "company_name": "text"]),
    ("northwind/territories.csv", ["territory_id": "text", "region_id": "integer"]),
    (
      "salford-spend/2012-07.csv",
      ["Date of Payment": "date", "Gross": "decimal", "Supplier Name": "text"]
    ),
    ("chinook/Customer.csv", ["Email": "email", "CustomerId": "integer", "FirstName": "text"]),
    ("chinook/Invoice.csv", ["InvoiceDate": "instant", "Total": "decimal"]),
    (
      "ibm-receivables/WA_Fn-UseC_-Accounts-Receivable.csv",
      ["InvoiceDate": "date", "InvoiceAmount": "decimal", "Disputed": "boolean"]
    ), ("contacts-dedupe/febrl_dataset1.csv", [" state": "text", " given_name": "text"]),
    (
      "crm-opportunities/sales_pipeline.csv",
      ["engage_date": "date", "close_value": "integer", "deal_stage": "text"]
    ), ("reference/countries.csv", ["alpha_2": "text", "numeric": "text", "name_ru": "text"]),
  ]

  @Test(.enabled(if: SharedData.isHere)) func `knows what the columns of real data hold`()
    async throws
  {
    try await withCRM { crm in
      await each(Self.expected) { file in
        let reply = try await preview(SharedData.bytes(file.path), crm.as(.administrator))
        let found = kinds(reply).filter { file.kinds[$0.key] != nil }
        #expect(found == file.kinds, "\(file.path): \(reply["columns"] ?? .null)")
      }
    }
  }

  @Test(.enabled(if: SharedData.isHere))
  func `decides between day and month only where a value does`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.administrator)
      let real = try await preview(
        SharedData.bytes("ibm-receivables/WA_Fn-UseC_-Accounts-Receivable.csv"), chief)
      let date = real["columns"]?.array?.first { $0["name"] == "InvoiceDate" }
      #expect(
        date?["format"] == ["date": "mm/dd/yyyy"] && date?["ambiguous"] == false, "\(real.text)")
      let file =
        "Name,Date,Sum\nA,01/02/2026,\"1.234\"\nB,03/04/2026,\"5.678\"\nC,05/06/2026,1.000\n"
      let both = try await preview(Array(file.utf8), chief)
      let columns = both["columns"]?.array ?? []
      try #require(columns.count == 3, "\(both.text)")
      #expect(columns[1]["ambiguous"] == true && columns[1]["kind"] == "date", "\(columns)")
      let formats = [columns[1]["format"]] + (columns[1]["alternatives"]?.array ?? []).map { $0 }
      #expect(Set(formats.map { $0?["date"]?.string }) == ["dd/mm/yyyy", "mm/dd/yyyy"])
    }
  }

  /// Windows-1251.
  private func bytes(_ text: String) -> [UInt8] {
    text.unicodeScalars.map { scalar in
      switch scalar.value {
      case 0x410...0x44F: UInt8(scalar.value - 0x410 + 0xC0)
      case 0xAB, 0xBB: UInt8(scalar.value)
      default: UInt8(scalar.value & 0x7F)
      }
    }
  }

  private static let russian = """
    Наименование;ИНН;Эл. почта;Телефон;Оценка
    ООО «Ромашка»;9998492002;a@romashka.ru;+7 495 123-45-61;5
    ЗАО «Роза»;7728127936;b@roza.ru;+7 495 123-45-62;4
    ООО «Мята»;7707083893;c@myata.ru;+7 495 123-45-63;3

    """

  @Test func `proposes a mapping by which the file is loaded`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.headOfDepartment)
      let file = try await keep(bytes(Self.russian), chief)
      let reply = try await chief.post("imports/preview", ["file_id": file])
      #expect(reply["form"]?["encoding"] == "windows-1251", "\(reply.text)")
      #expect(reply["form"]?["delimiter"] == ";" && reply["row_count"] == 3, "\(reply.text)")
      #expect(reply["resources"]?.array?.first?["resource"] == "parties", "\(reply.text)")
      #expect(kinds(reply)["ИНН"] == "inn" && kinds(reply)["Эл. почта"] == "email")
      let mapping = try #require(reply["mapping"])
      #expect(mapping["columns"]?["name"]?["column"] == "Наименование", "\(mapping)")
      #expect(mapping["columns"]?["inn"]?["column"] == "ИНН", "\(mapping)")
      #expect(mapping["children"]?["channels"]?.array?.count == 2, "\(mapping)")
      let results = reply["results"]?.array ?? []
      #expect(results.first?["values"]?["name"] == "ООО «Ромашка»", "\(results)")
      let told = try await chief.post(
        "imports", ["file_id": file, "mapping": mapping], headers: [("Prefer", "wait=30")])
      #expect(told.counts == [3, 3, 0, 0, 0, 0], "\(told.text)")
      let channels = try await crm.observed(
        "select kind || ' ' || value as row from clients.channel order by kind, value")
      #expect(
        try channels.map { try $0.string("row") }.first == "email a@romashka.ru"
          && channels.count == 6)
    }
  }

  @Test func `shows what a mapping makes of each row, and its faults`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.headOfDepartment)
      let file = "ID,Name,Country,Rating\n1,One,RU,5\n2,Two,RU,many\n3,Three,RU\n"
      let reply = try await preview(Array(file.utf8), chief, ["mapping": Loading.mapping])
      let results = reply["results"]?.array ?? []
      try #require(results.map { $0["line"] } == [2, 3, 4], "\(reply.text)")
      #expect(results[0]["values"]?["name"] == "One" && results[0]["values"]?["rating"] == "5")
      #expect(results[1]["fault"]?.string?.hasPrefix("rating: ") == true, "\(results)")
      #expect(results[2]["fault"]?.string?.contains("3 cells") == true, "\(results)")
      let other = try await preview(Array("A,B\n1,2\n".utf8), chief, ["mapping": Loading.mapping])
      #expect(other["problem"]?["code"] == "unreadable_file", "\(other.text)")
      #expect(try await crm.observed("select from clients.party").isEmpty)
    }
  }

  @Test func `prefers a mapping that is kept and whose columns are there`() async throws {
    try await withCRM { crm in
      let (seller, other) = (try await crm.as(.sales), try await crm.as(.sales, number: 2))
      let kept = try await seller.create(
        "import-mappings", ["name": "Старая программа", "mapping": Loading.mapping])
      #expect(kept["resource"] == "parties", "\(kept.text)")
      let file = Array("ID,Name,Country,Rating,More\n1,One,RU,5,x\n".utf8)
      let reply = try await preview(file, seller)
      #expect(
        reply["mapping_id"] == kept["id"]
          && reply["mapping"]?["constants"] == Loading.mapping["constants"], "\(reply.text)")
      #expect(try await preview(file, other)["mapping_id"] == .null)
      let id = try await keep(file, seller)
      let told = try await seller.post(
        "imports", ["file_id": id, "mapping_id": kept["id"] ?? .null],
        headers: [("Prefer", "wait=30")])
      #expect(told.counts == [1, 1, 0, 0, 0, 0], "\(told.text)")
      let stolen = try await other.post("imports", ["mapping_id": kept["id"] ?? .null])
      #expect(stolen.status == 422 && stolen.pointers == ["/mapping_id"], "\(stolen.text)")
      let wrong = try await seller.post(
        "import-mappings",
        ["name": "x", "mapping": Loading.mapping.with(["columns": ["nmae": ["column": "N"]]])])
      #expect(wrong.status == 422 && wrong.pointers == ["/mapping/columns/nmae"], "\(wrong.text)")
      let attack = try await crm.sql(
        other, "update system.import_mapping set name = 'x' where id = \(kept.id)")
      #expect(attack.results.first?.affected == 0)
    }
  }

  private static let unreadable: [(file: String, reason: String)] = [
    ("", "empty"), ("a,\"b\nc,d\n", "never closed"), ("a,b\n1,\u{0}\n", "NUL"),
  ]

  @Test func `says why a file cannot be read`() async throws {
    try await withCRM { crm in
      await each(Self.unreadable) { file, reason in
        let reply = try await preview(Array(file.utf8), crm.as(.headOfDepartment))
        #expect(
          reply.status == 422 && reply["detail"]?.string?.contains(reason) == true,
          "\(file): \(reply.text)")
      }
    }
  }

  @Test func `names columns that occur twice, and files that nobody sees`() async throws {
    try await withCRM { crm in
      let chief = try await crm.as(.headOfDepartment)
      let reply = try await preview(Array("Name,A,A\nx,1,2\n".utf8), chief)
      #expect(reply["repeated"] == ["A"], "\(reply.text)")
      let none = try await chief.post("imports/preview", ["file_id": 999])
      #expect(none.status == 422 && none.pointers == ["/file_id"], "\(none.text)")
    }
  }
}
