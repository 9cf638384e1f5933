import Postgres

/// How a database writes letters: the product needs UTF-8 and a locale that knows small letters of all
/// alphabets, since names are sorted and found by them.
enum DatabaseEncoding {
  /// What is wrong with it and what to do, or nil.
  static func fault(_ client: Client) async throws -> String? {
    let rows = try await client.rows(
      """
      select d.datname::text as name, pg_encoding_to_char(d.encoding)::text as encoding,
        d.datctype::text as locale, d.encoding = pg_char_to_encoding('UTF8')
          and lower(chr(case d.encoding when pg_char_to_encoding('UTF8') then 1046 else 65 end)) = U&'\\0436'
          as fits
      from pg_catalog.pg_database as d where d.datname = current_database()
      """)
    guard let row = rows.first, try !row.bool("fits") else { return nil }
    let name = try row.string("name")
    return try "The database \(name) has the encoding \(row.string("encoding")) and the locale "
      + "\(row.string("locale")), in which Russian names are not sorted and found. Make it anew: "
      + "createdb -T template0 -E UTF8 --locale=C.UTF-8 \(name)"
  }
}
