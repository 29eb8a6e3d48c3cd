internal import Foundation
package import TenantStore

/// Reads a merchant's `tenant.yaml`, with every problem at its line and column.
package enum TenantYAML {
  /// The file's name in a tenant's folder.
  package static let fileName = "tenant.yaml"

  /// The keys of a document in the order in which they are written.
  static let keys = [
    "tenant", "name", "hosts", "locales", "currency", "timeZone", "market", "plan",
    "modules",
  ]

  /// Reads and checks a document.
  ///
  /// - Throws: ``DocumentProblems`` with all that is wrong, top to bottom.
  package static func document(
    bytes: [UInt8],
    file: String,
    modules: [TenantModule]
  ) throws(DocumentProblems) -> TenantDocument {
    let yaml: YAMLDocument
    let json: JSONValue
    do {
      yaml = try YAMLDocument(bytes: bytes, file: file)
      json = yaml.json
    } catch {
      throw DocumentProblems([error])
    }
    guard case .object(let members) = json else {
      throw DocumentProblems([yaml.problem(at: [], "must be keys and values, from tenant: NAME on")]
      )
    }
    let unknown = unknownKeys(members, modules: modules)
    var problems = unknown.map {
      yaml.problem(
        at: $0.path,
        SpellingRule.unknownKey($0.path.last ?? "", known: $0.known),
        atKey: true
      )
    }
    let reading = reading(members, modules: modules)
    problems += reading.problems.map { yaml.problem(at: $0.path, hinted($0, in: json)) }
    guard problems.isEmpty, let document = reading.document else {
      throw DocumentProblems(
        Set(problems).sorted {
          ($0.line ?? 0, $0.column ?? 0, $0.message) < ($1.line ?? 0, $1.column ?? 0, $1.message)
        }
      )
    }
    return document
  }

  private static func unknownKeys(
    _ members: [String: JSONValue],
    modules: [TenantModule]
  ) -> [UnknownKey] {
    let top = members.keys.sorted().filter { !keys.contains($0) }
      .map { UnknownKey(path: [$0], known: keys) }
    var inPlan: [UnknownKey] = []
    if case .object(let plan)? = members["plan"] {
      inPlan = plan.keys.sorted().filter { $0 != "limits" }
        .map { UnknownKey(path: ["plan", $0], known: ["limits"]) }
    }
    guard case .object(let settings)? = members["modules"] else { return top + inPlan }
    return top + inPlan
      + settings.sorted { $0.key < $1.key }.flatMap { name, value in
        guard let module = modules.first(where: { $0.name == name }) else {
          return [UnknownKey(path: ["modules", name], known: modules.map(\.name).sorted())]
        }
        return module.unknownSettings(in: value).filter { unknown in
          unknown.isCertain
            || SpellingRule.closest(to: unknown.path.last ?? "", among: unknown.known) != nil
        }
      }
  }

  /// Each key is read on its own, so that one mistake does not hide another.
  private static func reading(
    _ members: [String: JSONValue],
    modules: [TenantModule]
  ) -> (document: TenantDocument?, problems: [SettingsProblem]) {
    var reader = KeyReader(members: members)
    let tenant = reader.required("tenant", as: String.self)
    let name = reader.required("name", as: LocalizedText.self)
    let hosts = reader.required("hosts", as: [String].self)
    let locales = reader.required("locales", as: [String].self)
    let currency = reader.required("currency", as: String.self)
    let timeZone = reader.required("timeZone", as: String.self)
    let market = reader.required("market", as: String.self)
    let plan = reader.optional("plan", as: TenantPlan.self)
    let settings = reader.required("modules", as: [String: JSONValue].self)
    let tags = reader.tags(locales ?? [])
    guard let tenant, let name, let hosts, locales != nil, let currency, let timeZone, let market,
      let settings
    else { return (nil, reader.problems) }
    let document = TenantDocument(
      tenant: tenant,
      name: name,
      hosts: hosts,
      locales: tags,
      currency: currency,
      timeZone: timeZone,
      market: market,
      plan: plan,
      modules: settings
    )
    return (document, reader.problems + problems(of: document, modules: modules))
  }

  private static func problems(of document: TenantDocument, modules: [TenantModule])
    -> [SettingsProblem]
  {
    // Unknown modules are named by the unknown keys, with what was meant.
    var known = document
    known.modules = document.modules.filter { name, _ in modules.contains { $0.name == name } }
    let repeated = document.hosts.indices.filter {
      document.hosts[..<$0].contains(document.hosts[$0])
    }
    let repetitions = repeated.map {
      SettingsProblem(path: ["hosts", "\($0)"], message: "stands twice; keep one of them")
    }
    do throws(SettingsProblems) {
      _ = try TenantSnapshot(
        id: TenantID(uuid: .init()),
        revision: 1,
        document: known,
        modules: modules
      )
      return repetitions
    } catch {
      return repetitions + error.problems
    }
  }

  /// Says that a number should have been quoted when a text was wanted.
  private static func hinted(_ problem: SettingsProblem, in json: JSONValue) -> String {
    guard problem.message == "must be a text" else { return problem.message }
    let value = problem.path.reduce(JSONValue?.some(json)) { $0?[step: $1] }
    switch value {
    case .integer, .number, .bool: return "must be a text; put it in quotes"
    default: return problem.message
    }
  }
}

/// Reads the keys of a document one by one and collects what is wrong.
private struct KeyReader {
  let members: [String: JSONValue]
  var problems: [SettingsProblem] = []

  init(members: [String: JSONValue]) { self.members = members }

  mutating func required<Value: Decodable>(_ key: String, as type: Value.Type) -> Value? {
    guard let value = members[key] else {
      problems.append(SettingsProblem(path: [key], message: "is missing"))
      return nil
    }
    do throws(SettingsProblems) {
      return try SettingsDecoding.decode(type, from: value, path: [key])
    } catch {
      problems += error.problems
      return nil
    }
  }

  mutating func optional<Value: Decodable>(_ key: String, as type: Value.Type) -> Value? {
    members[key] == nil ? nil : required(key, as: type)
  }

  mutating func tags(_ texts: [String]) -> [LanguageTag] {
    texts.enumerated().compactMap { index, text in
      let isRepeated = texts[..<index].contains(text)
      guard let tag = LanguageTag(rawValue: text), !isRepeated else {
        problems.append(
          SettingsProblem(
            path: ["locales", "\(index)"],
            message: isRepeated ? "stands twice; keep one" : "must be a language such as zh or en"
          )
        )
        return nil
      }
      return tag
    }
  }
}
