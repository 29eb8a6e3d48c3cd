internal import HTTPTypes

/// A route with the module that it belongs to; nothing for what every tenant has.
struct RouteEntry: Sendable {
  let route: Route
  let module: WebModule?
}

/// All routes, found by one walk over the segments of a path.
struct RouteTable: Sendable {
  /// What answers at a path, by method.
  struct Match: Sendable {
    let entries: [HTTPRequest.Method: RouteEntry]
    let values: [String]
  }

  private final class Node: Sendable {
    let literals: [String: Node]
    let parameter: Node?
    let entries: [HTTPRequest.Method: RouteEntry]

    init(_ routes: [(segments: ArraySlice<String>, entry: RouteEntry)]) {
      let deeper = routes.filter { !$0.segments.isEmpty }
        .map { (first: $0.segments.first ?? "", rest: ($0.segments.dropFirst(), $0.entry)) }
      let named = deeper.filter { $0.first.hasPrefix("{") }
      let plain = deeper.filter { !$0.first.hasPrefix("{") }
      literals = Dictionary(grouping: plain, by: \.first).mapValues { Node($0.map(\.rest)) }
      parameter = named.isEmpty ? nil : Node(named.map(\.rest))
      let ending = routes.filter(\.segments.isEmpty).map { ($0.entry.route.method, $0.entry) }
      entries = Dictionary(ending) { first, _ in first }
    }

    /// Literal segments win over parameters; a dead end goes back to the parameter.
    func match(_ segments: ArraySlice<String>, values: [String]) -> Match? {
      guard let first = segments.first else {
        return entries.isEmpty ? nil : Match(entries: entries, values: values)
      }
      let rest = segments.dropFirst()
      return literals[first]?.match(rest, values: values)
        ?? parameter?.match(rest, values: values + [first])
    }
  }

  private let root: Node

  init(_ entries: [RouteEntry]) throws(WebSetupError) {
    let problems = Self.problems(of: entries)
    guard problems.isEmpty else { throw WebSetupError(problems: problems) }
    root = Node(entries.map { (Self.segments(of: $0.route.path)[...], $0) })
  }

  /// What answers at the decoded segments of a path.
  func match(_ segments: [String]) -> Match? { root.match(segments[...], values: []) }

  /// The names in braces, in order.
  static func parameterNames(of path: String) -> [String] {
    segments(of: path).filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
  }

  static func segments(of path: String) -> [String] {
    path.split(separator: "/").map(String.init)
  }

  private static func problems(of entries: [RouteEntry]) -> [String] {
    let operations = Dictionary(grouping: entries, by: \.route.operation)
      .filter { $0.value.count > 1 }.keys.map { "two routes are named \($0)" }
    let addresses = Dictionary(grouping: entries) { entry in
      let shape = segments(of: entry.route.path).map { $0.hasPrefix("{") ? "{}" : $0 }
      return "\(entry.route.method) /\(shape.joined(separator: "/"))"
    }.filter { $0.value.count > 1 }.keys.map { "two routes answer \($0)" }
    let undeclared = entries.flatMap { entry in
      let declared = entry.route.parameters.filter { $0.place == .path }.map(\.name)
      let named = parameterNames(of: entry.route.path)
      return Set(named).symmetricDifference(declared).map {
        "route \(entry.route.operation): {\($0)} is not both in the path and among the parameters"
      }
    }
    return (operations + addresses + undeclared).sorted()
  }
}
