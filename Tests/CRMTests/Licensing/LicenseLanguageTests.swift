import CRM
import Foundation
import Support
import Testing

@Suite struct `crm license, in the language of the terminal` {
  @Test func `says in Russian and in English why a file is not taken, and who holds no seat`()
    async throws
  {
    try await withDatabase { database in
      let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
      try Data("no licence".utf8).write(to: file)
      defer { try? FileManager.default.removeItem(at: file) }
      for (language, refused, seatless) in [
        ("ru_RU.UTF-8", "Файл не принят", "nobody не занимает места."),
        ("de_DE.UTF-8", "The file is not taken", "nobody holds no seat."),
      ] {
        let install = try await run(database, ["install", file.path], language)
        #expect(install.status == 1 && install.output.contains(refused), "\(install.output)")
        let release = try await run(database, ["release-seat", "nobody"], language)
        #expect(release.status == 1 && release.output.contains(seatless), "\(release.output)")
      }
    }
  }

  @Test func `is the first that is set of LC_ALL, LC_MESSAGES and LANG`() {
    #expect(Language(environment: ["LC_ALL": "", "LC_MESSAGES": "ru_RU", "LANG": "en_US"]) == .ru)
    #expect(Language(environment: ["LC_ALL": "C", "LANG": "ru_RU.UTF-8"]) == .en)
    #expect(Language(environment: [:]) == .en)
  }

  private func run(
    _ database: TestDatabase, _ arguments: [String], _ language: String
  ) async throws -> CommandRun {
    try await CommandRun(
      ["license"] + arguments + ["--database", database.migrator], sql: false,
      environment: ["LC_ALL": language])
  }
}
