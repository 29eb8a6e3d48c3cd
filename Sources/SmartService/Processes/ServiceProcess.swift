public import TenantStore

/// What a case is about.
public enum ProcessKind: String, CaseIterable, Sendable {
  /// Somebody wants advice that takes longer than a talk.
  case consultation
  /// Somebody complains.
  case complaint
  /// Somebody gives goods back.
  case giveBack = "return"
  /// Goods are called back from families.
  case recall
}

/// How a merchant handles one kind of case, under `modules.service.processes`; the standard one where it
/// says nothing.
///
/// ```yaml
/// processes:
///   - kind: complaint
///     states:
///       - {code: received, name: {zh: 已受理}, owner: service, minutes: 30, escalatesTo: manager, next: [checking]}
///       - {code: checking, name: {zh: 核实中}, owner: service, minutes: 480, escalatesTo: owner, next: [answered]}
///       - {code: answered, name: {zh: 已答复}}
/// ```
///
/// A case keeps the process under which it was opened; a change of the settings is for later cases.
public struct ServiceProcess: Codable, Hashable, Sendable {
  /// A place that a case waits at, or an end.
  public struct State: Codable, Hashable, Sendable {
    /// The short name: small letters, digits and hyphens, unique in the process.
    public var code: String
    /// What people read, 1 to 60 characters.
    public var name: LocalizedText
    /// The role that has it: `service`, `manager` or `owner`; whoever stands above may act too.
    public var owner: String?
    /// Within how many working minutes it is left, 1 to 43,200.
    public var minutes: Int?
    /// The role that is called when it is not left in time.
    public var escalatesTo: String?
    /// Where it may go; a state that leads nowhere is an end.
    public var next: [String]?

    /// Whether the case is over there.
    public var isEnd: Bool { (next ?? []).isEmpty }

    /// Describes a state.
    public init(
      code: String,
      name: LocalizedText,
      owner: String? = nil,
      minutes: Int? = nil,
      escalatesTo: String? = nil,
      next: [String]? = nil
    ) {
      self.code = code
      self.name = name
      self.owner = owner
      self.minutes = minutes
      self.escalatesTo = escalatesTo
      self.next = next
    }
  }

  /// What it is for: `consultation`, `complaint`, `return` or `recall`.
  public var kind: String
  /// The states, 2 to 12; a case begins at the first.
  public var states: [State]

  /// Describes a process.
  public init(kind: String, states: [State]) {
    self.kind = kind
    self.states = states
  }

  /// The state of a short name.
  public func state(_ code: String) -> State? { states.first { $0.code == code } }
}

/// Who may act on a case, and what is wrong with a process.
public enum ServiceProcessRule {
  /// The roles that may have a state, the lowest first.
  public static let roles: [StaffRole] = [.service, .manager, .owner]

  /// Whether a role may act where a state belongs to another: it stands as high or higher.
  public static func may(_ role: StaffRole, actFor owner: StaffRole) -> Bool {
    guard let mine = roles.firstIndex(of: role), let wanted = roles.firstIndex(of: owner) else {
      return false
    }
    return mine >= wanted
  }

  /// Everything that is wrong with a process, with paths below its own settings.
  public static func problems(of process: ServiceProcess) -> [SettingsProblem] {
    var problems: [SettingsProblem] = []
    func check(_ isRight: Bool, _ path: [String], _ message: String) {
      if !isRight { problems.append(SettingsProblem(path: path, message: message)) }
    }
    let kinds = ProcessKind.allCases.map(\.rawValue).joined(separator: ", ")
    check(ProcessKind(rawValue: process.kind) != nil, ["kind"], "must be one of \(kinds)")
    check((2...12).contains(process.states.count), ["states"], "must be 2 to 12")
    let codes = process.states.map(\.code)
    check(Set(codes).count == codes.count, ["states"], "must not have a code twice")
    for (place, state) in process.states.enumerated() {
      let base = ["states", "\(place)"]
      check(
        state.code.wholeMatch(of: /[a-z0-9][a-z0-9-]{0,39}/) != nil,
        base + ["code"],
        "must be small letters, digits and hyphens"
      )
      let lengths = state.name.texts.values.map(\.unicodeScalars.count)
      check(
        !lengths.isEmpty && lengths.allSatisfy((1...60).contains),
        base + ["name"],
        "must have 1 to 60 characters in each language"
      )
      check(
        (state.next ?? []).allSatisfy { codes.contains($0) && $0 != state.code },
        base + ["next"],
        "must name other states of the process"
      )
      check(
        state.isEnd ? state.owner == nil : isRole(state.owner),
        base + ["owner"],
        state.isEnd ? "an end has no owner" : "must be service, manager or owner"
      )
      check(
        state.minutes.map((1...43_200).contains) ?? true,
        base + ["minutes"],
        "must be 1 to 43200"
      )
      check(
        state.escalatesTo == nil || isRole(state.escalatesTo) && state.minutes != nil,
        base + ["escalatesTo"],
        "must be service, manager or owner, beside minutes"
      )
    }
    if problems.isEmpty, let first = codes.first {
      check(
        reached(from: first, in: process).count == codes.count,
        ["states"],
        "must all be reached from the first"
      )
      let isLost = codes.contains { code in
        !reached(from: code, in: process).contains { process.state($0)?.isEnd == true }
      }
      check(!isLost, ["states"], "must all lead to an end")
    }
    return problems
  }

  private static func isRole(_ text: String?) -> Bool {
    text.flatMap(StaffRole.init).map(roles.contains) ?? false
  }

  private static func reached(from code: String, in process: ServiceProcess) -> Set<String> {
    var found: Set<String> = [code]
    var open = [code]
    while let next = open.popLast() {
      for code in process.state(next)?.next ?? [] where found.insert(code).inserted {
        open.append(code)
      }
    }
    return found
  }
}
