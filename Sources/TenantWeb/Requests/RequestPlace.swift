internal import TenantStore

/// Where a request was sent to: origin, the tenant's prefix and the path below it.
struct RequestPlace: Sendable {
  /// `https://shop.example`, as the browser names it.
  let origin: String
  /// Whether the connection to the browser is encrypted.
  let isSecure: Bool
  /// `/t/NAME` for a tenant that is reached by its name, else empty.
  let prefix: String
  /// The decoded path below the prefix.
  let path: String
  /// The path below the prefix as it was written.
  let rawPath: String
  /// The fields of the query.
  let fields: [(name: String, value: String)]
  /// The language that the address names, one of the tenant's.
  let language: LanguageTag?

  /// An address with the language that this place's address names, unless the query names one.
  func url(_ path: String, _ query: KeyValuePairs<String, String?>) -> String {
    guard let language, !query.contains(where: { $0.key == "lang" }) else {
      return prefix + path + QueryText.written(query.map { ($0.key, $0.value) })
    }
    return url(path, query, in: language)
  }

  /// An address whose fields may come several times.
  func url(_ path: String, fields: [(String, String?)]) -> String {
    prefix + path + QueryText.written(fields + (language.map { [("lang", $0.rawValue)] } ?? []))
  }

  func url(
    _ path: String,
    _ query: KeyValuePairs<String, String?>,
    in language: LanguageTag
  ) -> String {
    let fields = query.map { ($0.key, $0.value) } + [("lang", language.rawValue)]
    return prefix + path + QueryText.written(fields)
  }

  func url(in language: LanguageTag) -> String {
    let kept = fields.filter { $0.name != "lang" }.map { ($0.name, String?.some($0.value)) }
    return prefix + rawPath + QueryText.written(kept + [("lang", language.rawValue)])
  }
}

/// What the addresses of a tenant have in common at one place: few forms for each tenant.
public struct AddressForm: Hashable, Sendable {
  let prefix: String
  let language: LanguageTag?
  let offersRenditions: Bool
}
