import NIOCore

/// `POST /imports/preview`: how a file that is kept seems to be written, what its columns seem to mean, and what a
/// mapping would make of its first rows. Nothing is written.
struct ImportPreview: Sendable {
  let engine: Engine

  /// So many bytes of a text file are looked at.
  private static let beginning = 1 << 20
  /// So many rows are shown.
  private static let shown = 20

  var operation: Operation {
    Operation(
      "imports.preview", .post, "/imports/preview",
      Text(
        "See what a file holds and what a mapping would make of it",
        ru: "Посмотреть, что в файле и что из него получится"), access: .signedIn,
      request: ["application/json": ImportPreviewSchema.question],
      responses: [200: ["application/json": ImportPreviewSchema.answer]], answer: answer)
  }

  private func answer(_ call: Call) async throws -> Answer {
    let json = try call.json()
    var fields = Fields(json, known: ["file_id", "resource", "mapping", "mapping_id", "csv"])
    let file = fields.number("file_id")
    let name = fields.stringIfPresent("resource", maximum: 100)
    let saved = fields.numberIfPresent("mapping_id")
    var faults = Faults()
    try faults.attempt { try fields.finish() }
    if let own = json["mapping"] {
      try faults.attempt { try ImportMapping.below("/mapping") { _ = try ImportMapping(own) } }
    }
    let csv = try faults.attempt { try json["csv"].map { try ToldForm(csv: $0) } } ?? nil
    try faults.finish()
    let (resources, zone) = try await resources(name, call)
    let told = try await engine.mapping(json["mapping"], saved: saved, call)
    let form = try told.map { ToldForm(try ImportMapping($0).form) } ?? csv
    let sample = try await sample(file ?? 0, form, zone, call)
    let columns = sample.columns
    var guesses = try resources.map { resource in
      try MappingGuess(
        columns, resource, engine.model, sample.members, file: sample.source,
        words: engine.relations.words)
    }
    guesses.sort { $0.isNamed == $1.isNamed ? $0.score > $1.score : $0.isNamed }
    let best = guesses.first
    let fitting = try await fitting(columns, resources, told == nil, call)
    let mapping = told ?? fitting?.mapping ?? best?.mapping
    var members = sample.json
    members.append(.init("resources", .array(guesses.prefix(5).map(Self.ranked))))
    members.append(.init("mapping_id", fitting.map { JSON.number(String($0.id)) } ?? .null))
    members.append(.init("mapping", mapping ?? .null))
    members.append(.init("guesses", .array(best.map { Self.matches($0, columns) } ?? [])))
    members.append(.init("unused", .array((best?.unused ?? []).map(JSON.string))))
    members += try await results(mapping, sample, call)
    return .json(200, .object(members))
  }

  /// The resource that is named, or all that the caller may load; and the caller's time zone.
  private func resources(
    _ name: String?, _ call: Call
  ) async throws -> (all: [Resource], zone: String) {
    let all = engine.model.resources.filter { $0.actions.contains("create") }
    let passage = try await engine.door.pass(call, lane: .fast, deadline: nil) { _ in [] }
    let mine = all.filter { passage.caller.scope(Permission($0.key, "import")) > .none }
    let zone = passage.caller.timeZone
    guard let name else { return (mine, zone) }
    guard let resource = engine.model.resource(name) else {
      throw Problem.validation([
        .init("/resource", "unknown_resource", engine.model.unknown(resource: name))
      ])
    }
    try passage.caller.require(Permission(resource.key, "import"))
    return ([resource], zone)
  }

  private func sample(
    _ file: Int, _ form: ToldForm?, _ zone: String, _ call: Call
  ) async throws -> ImportSample {
    guard let contents = engine.contents else { throw Problem.internalError }
    let stored: StoredContent
    do {
      stored = try await contents.open(file, from: 0, for: call)
    } catch let problem as Problem where problem.status == 404 {
      throw Problem.validation([.init("/file_id", "unknown_reference", problem.detail)])
    }
    var bytes: [UInt8] = []
    for try await piece in stored.pieces where bytes.count < Self.beginning {
      bytes += piece.readableBytesView
      if bytes.count >= Self.beginning { break }
    }
    guard SheetRecords.isWorkbook(bytes) else {
      return try ImportSample(bytes, stored, told: form, zone: zone)
    }
    return try await ImportSample(
      workbook: engine.copy(of: file, call), stored, told: form, zone: zone)
  }

  /// A saved mapping of which all columns are there, the one that reads most of them.
  private func fitting(
    _ columns: [ColumnGuess], _ resources: [Resource], _ isWanted: Bool, _ call: Call
  ) async throws -> (id: Int, mapping: JSON)? {
    guard isWanted else { return nil }
    let names = Set(columns.map(\.name))
    let saved = try await engine.savedMappings(of: resources.map(\.name), call)
    let fitting = saved.compactMap { id, json -> (id: Int, mapping: JSON, count: Int)? in
      guard let mapping = try? ImportMapping(json),
        let plan = try? ImportPlan(mapping, engine.model, units: engine.relations.units),
        plan.names.isSubset(of: names)
      else { return nil }
      return (id, json, plan.names.count)
    }
    return fitting.max { $0.count < $1.count }.map { ($0.id, $0.mapping) }
  }

  private static func ranked(_ guess: MappingGuess) -> JSON {
    ["resource": .string(guess.resource.name), "score": .share(guess.score)]
  }

  private static func matches(_ guess: MappingGuess, _ columns: [ColumnGuess]) -> [JSON] {
    let undecided = Set(columns.filter { !$0.alternatives.isEmpty }.map(\.name))
    return guess.taken.map { match -> JSON in
      let others = guess.others.filter { $0.column == match.column }.prefix(3)
      return [
        "field": .string(match.field), "column": .string(match.column),
        "confidence": .share(
          undecided.contains(match.column) ? min(match.score, 0.5) : match.score),
        "alternatives": .array(
          others.map { ["field": .string($0.field), "confidence": .share($0.score)] }),
      ]
    }
  }

  /// What the mapping would make of the first rows; what is wrong with it, where it cannot be held against the file.
  private func results(
    _ json: JSON?, _ sample: ImportSample, _ call: Call
  ) async throws -> [JSON.Member] {
    guard let json else { return [.init("results", []), .init("problem", .null)] }
    do {
      let mapping = try ImportMapping(json)
      let plan = try ImportPlan(mapping, engine.model, units: engine.relations.units)
      guard let first = sample.records.first else { return [] }
      let header = try ImportHeader(first, plan, mapping.form)
      let rows = sample.records.dropFirst(mapping.form.hasHeader ? 1 : 0).prefix(Self.shown)
      let readings = rows.map { ($0, plan.read($0, header)) }
      let taken = readings.compactMap { _, reading -> ImportRow? in
        if case .row(let row) = reading { row } else { nil }
      }
      let faults = try await ImportTrial(engine: engine, plan: plan).faults(taken, call)
      let results = readings.map { record, reading in
        Self.result(record, reading, faults[record.line], plan, call.language)
      }
      return [.init("results", .array(results)), .init("problem", .null)]
    } catch let problem as Problem where problem.status == 422 {
      let body = problem.body(call.language, requestID: call.requestID)
      return [.init("results", []), .init("problem", body)]
    }
  }

  private static func result(
    _ record: FileRecord, _ reading: ImportPlan.Reading, _ fault: Text?, _ plan: ImportPlan,
    _ language: Language
  ) -> JSON {
    var members = [JSON.Member("line", .number(String(record.line)))]
    switch reading {
    case .skipped: members.append(.init("skipped", true))
    case .refused(let reason): members.append(.init("fault", .string(reason[language])))
    case .row(let row):
      if let fault { members.append(.init("fault", .string(fault[language]))) }
      members.append(.init("values", values(row.values, plan.record)))
      let lists = zip(plan.owned, row.owned).compactMap { target, values in
        values.map { JSON.Member(target.member ?? "", Self.values($0, target)) }
      }
      if !lists.isEmpty {
        members.append(
          .init(
            "children",
            .array(lists.map { ["list": .string($0.name), "values": $0.value] })))
      }
    }
    return .object(members)
  }

  private static func values(_ values: [String?], _ target: ImportTarget) -> JSON {
    .object(
      zip(target.fields, values).filter { $0.0.source != nil || $0.0.constant != nil }.map {
        field, value in .init(field.column.name, value.map(JSON.string) ?? .null)
      })
  }
}
