import CRM
import Support
import Testing

@Suite struct `A row with records of owned lists` {
  private static let mapping: JSON = Loading.mapping.with([
    "columns": ["external_key": ["column": "ID"], "name": ["column": "Name"]],
    "children": [
      "channels": [
        [
          "constants": ["kind": "phone"], "match_by": ["kind", "value"],
          "columns": ["value": ["column": "Phone"], "purpose": ["column": "Note"]],
        ], ["constants": ["kind": "email"], "columns": ["value": ["column": "Mail"]]],
      ],
      "addresses": [
        [
          "constants": ["kind": "legal"], "match_by": ["kind"],
          "columns": ["country": ["column": "Country"], "city": ["column": "City"]],
        ]
      ],
    ],
  ])
  private static let header = "ID,Name,Phone,Note,Mail,Country,City\n"

  private func lists(_ crm: TestCRM) async throws -> [String] {
    try await crm.observed(
      """
      select p.name || ': ' || coalesce(string_agg(c.text, ' ' order by c.text), '') as text
      from clients.party as p left join (
        select party_id, kind || '=' || value || coalesce('/' || purpose, '') || ':' || version as text
        from clients.channel
        union all
        select party_id, kind || '=' || coalesce(city, '') || ':' || version from clients.address
      ) as c on c.party_id = p.id group by p.id order by p.id
      """
    ).map { try $0.string("text") }
  }

  @Test func `makes them with it, later changes what differs and leaves the rest alone`()
    async throws
  {
    try await withCRM { crm in
      let loading = Loading(session: try await crm.as(.headOfDepartment))
      let first =
        Self.header + "1,One,+74951234567,work,a@b.ru,RU,Казань\n2,Two,,,,,\n3,Three,,,c@d.ru,,\n"
      let told = try await loading.load(first, Self.mapping)
      #expect(told.counts == [3, 3, 0, 0, 0, 0], "\(told.text)")
      #expect(
        try await lists(crm) == [
          "One: email=a@b.ru:1 legal=Казань:1 phone=+74951234567/work:1", "Two: ",
          "Three: email=c@d.ru:1",
        ])
      #expect(try await loading.load(first, Self.mapping).counts == [3, 0, 0, 3, 0, 0])
      let second =
        Self.header + "1,One,+74951234567,home,,RU,Москва\n2,Two,,,,,\n3,Three,,,e@f.ru,,\n"
      let again = try await loading.load(second, Self.mapping)
      #expect(again.counts == [3, 0, 2, 1, 0, 0], "\(again.text)")
      #expect(
        try await lists(crm) == [
          "One: email=a@b.ru:1 legal=Москва:2 phone=+74951234567/home:2", "Two: ",
          "Three: email=c@d.ru:1 email=e@f.ru:1",
        ])
    }
  }

  @Test func `is taken with all of them or not at all, and names the list's field`() async throws {
    try await withCRM { crm in
      let loading = Loading(session: try await crm.as(.headOfDepartment))
      let path = try await loading.announce(Self.mapping)
      let file =
        Self.header + "1,Good,,,a@b.ru,RU,\n2,Bad,,,c@d.ru,QQ,\n3,Good too,,,e@f.ru,,\n"
        + "4,Bad,+74951234567,nowhere,,,\n"
      let told = try await loading.send(file, to: path)
      #expect(told.counts == [4, 2, 0, 0, 0, 2], "\(told.text)")
      #expect(try await lists(crm).map { $0.prefix(4) } == ["Good", "Good"])
      let errors = try await loading.session.get("\(path)/errors").data
      try #require(errors.map { $0["line"]?.int } == [3, 5], "\(errors)")
      #expect(errors[0]["reason"]?.string?.hasPrefix("addresses.country: ") == true, "\(errors)")
      #expect(errors[1]["reason"]?.string?.hasPrefix("channels.") == true, "\(errors)")
    }
  }

  @Test func `may be one of several of the same record`() async throws {
    try await withCRM { crm in
      let loading = Loading(session: try await crm.as(.headOfDepartment))
      let phones = ["+74951234561", "+74951234562", "+74951234563"]
      let file =
        Self.header + "1,One,\(phones[0]),,,,\n2,Two,,,,,\n1,One,\(phones[1]),,,,\n"
        + "1,One,\(phones[2]),home,,,\n1,One,\(phones[1]),,,,\n"
      let told = try await loading.load(file, Self.mapping)
      #expect(told.counts == [5, 2, 2, 1, 0, 0], "\(told.text)")
      #expect(
        try await lists(crm)[0]
          == "One: phone=\(phones[0]):1 phone=\(phones[1]):1 phone=\(phones[2])/home:1")
    }
  }

  private static let wrongChildren: [(text: String, pointer: String)] = [
    (#"{"phones":[{"columns":{"value":{"column":"P"}}}]}"#, "/phones"),
    (#"{"channels":{}}"#, "/channels"), (#"{"channels":[]}"#, "/channels"),
    (#"{"channels":[{"columns":{}}]}"#, "/channels/0/columns"),
    (#"{"channels":[{"columns":{"party_id":{"column":"P"}}}]}"#, "/channels/0/columns/party_id"),
    (#"{"channels":[{"columns":{"valu":{"column":"P"}}}]}"#, "/channels/0/columns/valu"),
    (
      #"{"channels":[{"match_by":["kind"],"columns":{"value":{"column":"P"}}}]}"#,
      "/channels/0/match_by"
    ), (#"{"channels":[{"mode":"x","columns":{"value":{"column":"P"}}}]}"#, "/channels/0/mode"),
  ]

  @Test func `is mapped by lists and fields that there are`() async throws {
    try await withCRM { crm in
      await each(Self.wrongChildren) { text, pointer in
        let children = try JSONParser.parse(Array(text.utf8))
        let reply = try await crm.as(.headOfDepartment).post(
          "imports", ["mapping": Loading.mapping.with(["children": children])])
        #expect(
          reply.status == 422 && reply.pointers == ["/mapping/children\(pointer)"],
          "\(text): \(reply.text)")
      }
    }
  }
}
