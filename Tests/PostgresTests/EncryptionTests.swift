import Foundation
import Postgres
import Testing

struct EncryptionTests {
  @Test func `with verify-full only the right server with the right certificate will do`()
    async throws
  {
    let folder = "/tmp/" + uniqueName("tls").prefix(20)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try await Certificates.make(in: folder)
    let settings = [
      "listen_addresses = '127.0.0.1'", "ssl = on", "ssl_cert_file = '\(folder)/server.crt'",
      "ssl_key_file = '\(folder)/server.key'",
    ]
    try await PrivateServer.with(settings) { server in
      let base =
        "hostaddr=127.0.0.1 port=\(server.port) user=postgres dbname=postgres sslmode=verify-full"
      let good = "\(base) host=db.example sslrootcert=\(folder)/ca.crt"
      try await withClient(Client.Configuration(conninfo: good)) { client in
        let size = 3_000_000
        let row = try #require(
          try await client.first(
            """
            select ssl, version, repeat('z', \(size)::int) as long
            from pg_stat_ssl where pid = pg_backend_pid()
            """))
        #expect(try row.bool("ssl"))
        #expect(try row.string("version") == "TLSv1.3")
        #expect(try row.string("long").utf8.count == size)
        let lines = try await client.cursor("select generate_series(1, 5000)").reduce(0) {
          $0 + $1.count
        }
        #expect(lines == 5000)
      }
      for bad in [
        "\(base) host=other.example sslrootcert=\(folder)/ca.crt",
        "\(base) host=db.example sslrootcert=\(folder)/stranger.crt",
      ] {
        var configuration = Client.Configuration(conninfo: bad)
        configuration.outage = .zero
        try await withClient(configuration) { client in
          await #expect(throws: ClientError.unavailable) { try await client.rows("select 1") }
        }
      }
    }
  }
}

/// Certificates made by openssl: an authority, a server of it, and a stranger.
private enum Certificates {
  static func make(in folder: String) async throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try await authority("ca", folder)
    try await authority("stranger", folder)
    try await run(
      [
        "openssl", "req", "-new", "-nodes", "-newkey", "rsa:2048", "-subj", "/CN=db.example",
        "-addext", "subjectAltName=DNS:db.example", "-keyout", "\(folder)/server.key", "-out",
        "\(folder)/server.csr",
      ])
    try await run(
      [
        "openssl", "x509", "-req", "-in", "\(folder)/server.csr", "-CA", "\(folder)/ca.crt",
        "-CAkey", "\(folder)/ca.key", "-CAcreateserial", "-days", "2", "-copy_extensions", "copy",
        "-out", "\(folder)/server.crt",
      ])
    try await run(["chmod", "600", "\(folder)/server.key"])
    if geteuid() == 0 { try await run(["chown", "-R", "postgres", folder]) }
    try await run(["chmod", "755", folder])
  }

  private static func authority(_ name: String, _ folder: String) async throws {
    try await run(
      [
        "openssl", "req", "-x509", "-nodes", "-newkey", "rsa:2048", "-subj", "/CN=\(name)",
        "-days", "2", "-keyout", "\(folder)/\(name).key", "-out", "\(folder)/\(name).crt",
      ])
  }
}
