public import Foundation
public import TenantStore

/// An item that stood before somebody, and the model that put it there.
public struct Impression: Hashable, Sendable, LosslessStringConvertible {
  /// The item.
  public let item: String
  /// The kind of the model, one of ``kinds``.
  public let kind: String
  /// Its version, 1 or more.
  public let version: Int

  /// The kinds of models that put items into rows.
  public static let kinds = [
    PopularityTable.kind, ItemRanking.kind, PartnerTable.kind, NeedTable.kind,
  ]
  /// The most of a call.
  public static let limit = 60

  /// Names an item and its model.
  public init(item: String, kind: String, version: Int) {
    self.item = item
    self.kind = kind
    self.version = version
  }

  /// Reads `item:kind.version`; nil for anything else.
  public init?(_ text: String) {
    guard let colon = text.lastIndex(of: ":"), let dot = text.lastIndex(of: "."), colon < dot,
      let version = Int(text[text.index(after: dot)...]), version >= 1,
      version <= Int(Int32.max)
    else { return nil }
    let kind = String(text[text.index(after: colon)..<dot])
    guard Self.kinds.contains(kind), colon > text.startIndex else { return nil }
    self.init(item: String(text[..<colon]), kind: kind, version: version)
  }

  /// `item:kind.version`.
  public var description: String { "\(item):\(kind).\(version)" }

  /// The event of it: once an hour for a person, an item and a version, however often it is told.
  public func signal(of person: PersonID, at now: Date) -> Signal {
    Signal(
      id: .hourly(person, "impression/\(kind).\(version)", item, at: now),
      person: person,
      action: .impression(item: item, model: kind, modelVersion: version),
      occurredAt: now
    )
  }
}

extension RecommendationRow.Entry {
  /// The model that put the item there; nil where none was needed.
  public var impression: Impression? {
    modelVersion.map { Impression(item: item, kind: reason.modelKind, version: $0) }
  }
}

extension RecommendationReason {
  /// The kind of the model that a reason comes of.
  var modelKind: String {
    switch self {
    case .boughtTogether: PartnerTable.kind
    case .because: ItemRanking.kind
    case .due: NeedTable.kind
    case .value, .scenario, .persona, .advised, .similar, .alike, .age, .popular, .discovery:
      PopularityTable.kind
    }
  }
}

extension Recommender {
  /// All that the shop sells, as its port says.
  public func ownCatalogue(_ tenant: TenantSnapshot, _ querying: any TenantQuerying) async throws
    -> [CatalogueItem]
  {
    try await ports.catalogue(nil, tenant, querying)
  }

  /// Which of some items the shop sells now.
  public func sold(
    of items: [String],
    _ tenant: TenantSnapshot,
    _ querying: any TenantQuerying
  ) async throws -> Set<String> {
    items.isEmpty ? [] : Set(try await ports.catalogue(items, tenant, querying).map(\.id))
  }
}
