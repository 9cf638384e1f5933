import Postgres

/// The parameters that a saved view adds to a list or a summary.
struct SavedView: Sendable {
  /// What a view asks for.
  enum Kind: String, Sendable {
    case list, summary
  }

  /// As a client would send them.
  let parameters: [(name: String, value: String)]

  /// Parameters that are of one request, or of none.
  private static let foreign: Set = ["cursor", "view"]

  /// - Parameter query: Members are parameters; JSON stands for its own text.
  /// - Throws: a 400 for a parameter that no view can hold.
  init(_ query: JSON) throws {
    parameters = try (query.object ?? []).map { member in
      guard !Self.foreign.contains(member.name) else {
        throw Problem.malformed(
          "not_in_view",
          Text(
            "A view cannot hold '\(member.name)'.",
            ru: "В представлении не бывает «\(member.name)»."), field: member.name)
      }
      return (member.name, member.value.string ?? member.value.text)
    }
  }
}

extension Engine {
  /// The parameters of the view that a request names; empty where it names none.
  ///
  /// - Throws: a 400 `unknown_view` where there is none of that kind for the resource that the caller may see.
  func view(
    of call: Call, _ kind: SavedView.Kind, _ resource: Resource
  ) async throws -> [(name: String, value: String)] {
    guard let text = call.query.first(where: { $0.name == "view" })?.value else { return [] }
    return try await view(Int(text) ?? 0, of: call, kind, resource)
  }

  /// The parameters of a view by its number.
  ///
  /// - Throws: a 400 `unknown_view` where there is none of that kind for the resource that the caller may see.
  func view(
    _ id: Int, of call: Call, _ kind: SavedView.Kind, _ resource: Resource
  ) async throws -> [(name: String, value: String)] {
    let passage = try await door.pass(call, lane: .fast, deadline: nil) { caller in
      try caller.require(reading: resource)
      return [
        """
        select query::text as query from \(identifier: relations.views)
        where id = \(id) and resource = \(resource.name) and kind = \(kind.rawValue)
        """
      ]
    }
    if let error = passage.error { throw error }
    guard let row = passage.results[0].first else { throw Problem.unknownView(resource) }
    return try SavedView(JSONParser.parse(Array(row.string("query").utf8))).parameters
  }

  /// Holds the parameters of a view against the resource, as a request with them would.
  ///
  /// - Throws: a 400 with all their faults.
  func check(_ view: SavedView, _ kind: SavedView.Kind, _ resource: Resource, _ caller: Caller)
    throws
  {
    switch kind {
    case .list:
      let request = try ListRequest(query: [], view: view.parameters)
      _ = try ListStatement(request, resource, model, caller, cursors)
    case .summary:
      let request = try SummaryRequest(query: [], view: view.parameters)
      _ = try SummaryStatement(request, resource, model, caller, units: relations.units)
    }
  }
}

extension Problem {
  /// 400: the view is another resource's or kind's, another person's, or none.
  static func unknownView(_ resource: Resource) -> Problem {
    .malformed(
      "unknown_view",
      Text(
        "There is no such view of \(resource.name) that you may see.",
        ru: "Такого представления для \(resource.name) нет, или оно вам не видно."), field: "view")
  }
}
