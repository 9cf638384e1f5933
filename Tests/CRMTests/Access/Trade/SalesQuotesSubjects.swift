import CRM
import Postgres
import Support

extension Subject {
  static let salesQuotes: [String: Subject] = [:]
}

extension VerbCase {
  static let salesQuotes: [String: VerbCase] = [:]
}

extension ScopeRow {
  static let salesQuotes: [ScopeRow] = []
}
