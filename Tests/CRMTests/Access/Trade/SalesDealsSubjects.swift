import CRM
import Postgres
import Support

extension Subject {
  static let salesDeals: [String: Subject] = [:]
}

extension VerbCase {
  static let salesDeals: [String: VerbCase] = [:]
}

extension ScopeRow {
  static let salesDeals: [ScopeRow] = []
}
