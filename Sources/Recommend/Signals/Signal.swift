public import Foundation
public import TenantStore

/// A shopper as recommendations know one: a session, or a member once somebody says who it is.
public struct PersonID: EntityID {
  /// The letters before the underscore.
  public static let prefix = "per"
  /// The id as the database keeps it.
  public let uuid: UUID
  /// Names the person with this UUID.
  public init(uuid: UUID) { self.uuid = uuid }
}

/// An event, named by whoever saw it.
public struct SignalID: EntityID {
  /// The letters before the underscore.
  public static let prefix = "sig"
  /// The id as the database keeps it.
  public let uuid: UUID
  /// Names the event with this UUID.
  public init(uuid: UUID) { self.uuid = uuid }

  /// Names the one event that two things have in common, such as an order and a product: whoever tells
  /// of it again tells of the same.
  ///
  /// The id has the bits in which the two differ; ids that somebody makes carry a version, this one none.
  public static func joining(_ one: UUID, _ other: UUID) -> Self {
    let (a, b) = (one.uuid, other.uuid)
    return Self(
      uuid: UUID(
        uuid: (
          a.0 ^ b.0, a.1 ^ b.1, a.2 ^ b.2, a.3 ^ b.3, a.4 ^ b.4, a.5 ^ b.5, a.6 ^ b.6,
          a.7 ^ b.7, a.8 ^ b.8, a.9 ^ b.9, a.10 ^ b.10, a.11 ^ b.11, a.12 ^ b.12,
          a.13 ^ b.13, a.14 ^ b.14, a.15 ^ b.15
        )
      )
    )
  }

  /// Names what a person does with an item within an hour of the clock, so that a page that is loaded
  /// again and again counts once.
  ///
  /// - Parameters:
  ///   - person: Who.
  ///   - kind: What is done, `view` for example.
  ///   - item: With what.
  ///   - now: When.
  /// - Returns: The same for the same within the hour.
  public static func hourly(_ person: PersonID, _ kind: String, _ item: String, at now: Date)
    -> Self
  {
    let hour = Int64((now.timeIntervalSince1970 / 3_600).rounded(.down))
    var halves: (UInt64, UInt64) = (0xCBF2_9CE4_8422_2325, 0x6C62_272E_07BB_0142)
    // FNV-1a (Fowler, Noll and Vo) from two beginnings, mixed once more.
    for byte in "\(kind)\u{0}\(item)\u{0}\(hour)".utf8 {
      halves.0 = (halves.0 ^ UInt64(byte)) &* 0x100_0000_01B3
      halves.1 = (halves.1 ^ UInt64(byte)) &* 0x100_0000_01B3
    }
    var (first, second) = (SplitMix(seed: halves.0), SplitMix(seed: halves.1))
    let bytes = [first.next(), second.next()].flatMap { half in
      (0..<8).map { UInt8(truncatingIfNeeded: half >> UInt64($0 * 8)) }
    }
    let mixed = bytes.withUnsafeBytes { $0.loadUnaligned(as: uuid_t.self) }
    return joining(person.uuid, UUID(uuid: mixed))
  }
}

/// What a shopper did.
public struct Signal: Hashable, Sendable {
  /// The things that can be done.
  public enum Action: Hashable, Sendable {
    /// Looked at an item.
    case view(item: String)
    /// Looked for something.
    case search(phrase: String)
    /// Put an item into the cart.
    case cart(item: String, quantity: Int)
    /// Bought an item; `amount` is what was paid for all pieces, in minor units.
    case purchase(item: String, quantity: Int, amount: Int64)
    /// Gave an item back.
    case giveBack(item: String, quantity: Int)
    /// Rated an item with 1 to 5 stars.
    case rating(item: String, stars: Int)
    /// Was shown an item by a version of a model of a kind; the kind is one of ``Impression/kinds``, or nil
    /// where whoever saw it does not know.
    case impression(item: String, model: String?, modelVersion: Int)
  }

  /// The event; the same id twice is the same event.
  public let id: SignalID
  /// Who did it.
  public let person: PersonID
  /// What was done.
  public let action: Action
  /// When, in UTC, by the clock of whoever saw it.
  public let occurredAt: Date
  /// The code of the shop's region in which it was done; nil where none is known.
  public let region: String?

  /// Describes an event.
  public init(
    id: SignalID,
    person: PersonID,
    action: Action,
    occurredAt: Date,
    region: String? = nil
  ) {
    self.id = id
    self.person = person
    self.action = action
    self.occurredAt = occurredAt
    self.region = region
  }
}

/// Which events are taken.
public enum SignalRule {
  /// How old an event may be when it comes: 30 days.
  public static let lateness: TimeInterval = 30 * 86_400
  /// How far ahead the clock of whoever saw it may be: 5 minutes.
  public static let haste: TimeInterval = 300
  /// The most events of one call.
  public static let batchLimit = 1_000
  /// The most characters of an item or a phrase.
  public static let textLimit = 80

  /// Why an event is not taken.
  public enum Problem: String, Hashable, Sendable {
    /// It is older than ``lateness``.
    case tooLate = "too_late"
    /// It lies in the future.
    case fromTheFuture = "from_the_future"
    /// The item or phrase is empty or longer than ``textLimit``.
    case textInvalid = "text_invalid"
    /// A number is out of range.
    case numberInvalid = "number_invalid"
  }

  /// What is wrong with an event; nothing when it is taken.
  ///
  /// - Parameters:
  ///   - signal: The event.
  ///   - now: When it comes.
  ///   - lateness: How old it may be.
  /// - Returns: The first problem.
  public static func problem(
    of signal: Signal,
    at now: Date,
    lateness: TimeInterval = Self.lateness
  ) -> Problem? {
    let age = now.timeIntervalSince(signal.occurredAt)
    if age > lateness { return .tooLate }
    if age < -haste || !age.isFinite { return .fromTheFuture }
    let columns = signal.action.columns
    guard (1...textLimit).contains((columns.item ?? columns.phrase ?? "").unicodeScalars.count)
    else { return .textInvalid }
    let isInRange =
      (1...9_999).contains(columns.quantity) && (columns.amount ?? 0) >= 0
      && (1...5).contains(columns.stars ?? 1) && (columns.modelVersion ?? 1) >= 1
      && Impression.kinds.contains(columns.modelKind ?? PopularityTable.kind)
    return isInRange ? nil : .numberInvalid
  }
}

extension Signal.Action {
  /// The action as the columns of a row have it.
  struct Columns {
    let kind: String
    var item: String?
    var phrase: String?
    var quantity = 1
    var amount: Int64?
    var stars: Int?
    var modelVersion: Int?
    var modelKind: String?
  }

  var columns: Columns {
    switch self {
    case .view(let item): Columns(kind: "view", item: item)
    case .search(let phrase): Columns(kind: "search", phrase: phrase)
    case .cart(let item, let quantity): Columns(kind: "cart", item: item, quantity: quantity)
    case .purchase(let item, let quantity, let amount):
      Columns(kind: "purchase", item: item, quantity: quantity, amount: amount)
    case .giveBack(let item, let quantity): Columns(kind: "return", item: item, quantity: quantity)
    case .rating(let item, let stars): Columns(kind: "rating", item: item, stars: stars)
    case .impression(let item, let model, let version):
      Columns(kind: "impression", item: item, modelVersion: version, modelKind: model)
    }
  }
}
