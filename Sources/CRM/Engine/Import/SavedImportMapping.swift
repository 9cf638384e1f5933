import Postgres

// Mappings that are kept by a name.
extension Engine {
  /// The mapping of a request: its own, or the one that it names; nil for none.
  ///
  /// - Throws: a 422 for both, or for one that the caller may not see.
  func mapping(_ own: JSON?, saved: Int?, _ call: Call) async throws -> JSON? {
    guard let saved else { return own }
    guard own == nil else {
      throw Problem.validation([
        .init(
          "/mapping_id", "wrong_mapping",
          Text("Either a mapping or the id of one.", ru: "Либо mapping, либо mapping_id."))
      ])
    }
    let rows = try await savedMappings("id = \(saved)", call)
    guard let found = rows.first else {
      throw Problem.validation([
        .init(
          "/mapping_id", "unknown_reference",
          Text(
            "There is no such mapping that you may see.",
            ru: "Такого сопоставления нет, или оно вам не видно."))
      ])
    }
    return found.mapping
  }

  /// Those of the resources that the caller may see, newest first.
  func savedMappings(
    of resources: [String], _ call: Call
  ) async throws -> [(id: Int, mapping: JSON)] {
    try await savedMappings("resource = any (\(resources))", call)
  }

  private func savedMappings(
    _ condition: SQL, _ call: Call
  ) async throws -> [(id: Int, mapping: JSON)] {
    let passage = try await door.pass(call, lane: .general, deadline: nil) { _ in
      [
        """
        select id, mapping::text as mapping from \(identifier: relations.importMappings)
        where \(condition) order by id desc limit 200
        """
      ]
    }
    if let error = passage.error { throw error }
    return try passage.results[0].map { row in
      (try row.int("id"), try JSONParser.parse(Array(try row.string("mapping").utf8)))
    }
  }
}
