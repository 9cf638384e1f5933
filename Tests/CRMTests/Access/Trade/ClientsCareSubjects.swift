import CRM
import Postgres
import Support

extension Subject {
  static let clientsCare: [String: Subject] = [:]
}

extension VerbCase {
  static let clientsCare: [String: VerbCase] = [:]
}

extension ScopeRow {
  static let clientsCare: [ScopeRow] = []
}
