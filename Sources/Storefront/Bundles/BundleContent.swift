internal import TenantStore

/// Pieces of a SKU in one bundle, by the merchant's number.
public struct BundleContent: Hashable, Sendable {
  /// The merchant's own number of the SKU.
  public let sku: String
  /// How many pieces, 1 to 20.
  public let quantity: Int

  /// Names pieces.
  public init(sku: String, quantity: Int) {
    self.sku = sku
    self.quantity = quantity
  }
}

/// What a bundle may be made of.
public enum BundleContentRule {
  /// Why contents cannot be.
  public enum Problem: String, CaseIterable, Sendable {
    /// More than twenty different SKUs.
    case tooMany = "too_many"
    /// A number of pieces that is not 1 to 20.
    case quantity
    /// A SKU twice, or the bundle itself.
    case repeated
    /// A SKU that the shop does not have, or has withdrawn.
    case unknown
    /// A bundle in a bundle.
    case nested
    /// A SKU with stock of its own is to become a bundle.
    case stocked
    /// A SKU that is sold in advance, or that orders wait for, is to become a bundle.
    case presold
  }

  /// Reads contents such as `SOAP-1*2|TEE-80-R`; one piece where no number is named.
  ///
  /// - Returns: The contents in their order; nothing when the text is not of that form.
  public static func contents(_ text: String) -> [BundleContent]? {
    var contents: [BundleContent] = []
    for part in PromotionFile.list(text) {
      let halves = part.split(separator: "*", omittingEmptySubsequences: false)
      guard (1...2).contains(halves.count), !halves[0].isEmpty,
        let quantity = halves.count == 2 ? Int(halves[1]) : 1
      else { return nil }
      contents.append(BundleContent(sku: String(halves[0]), quantity: quantity))
    }
    return contents
  }

  /// Contents as ``contents(_:)`` reads them.
  public static func text(_ contents: [BundleContent]) -> String {
    contents.map { "\($0.sku)*\($0.quantity)" }.joined(separator: "|")
  }

  /// What a rule about bundles has to know of a SKU.
  package struct Candidate: Hashable, Sendable {
    let isBundle: Bool
    let isPart: Bool
    let hasStock: Bool
    let isPresold: Bool

    package init(
      isBundle: Bool = false,
      isPart: Bool = false,
      hasStock: Bool = false,
      isPresold: Bool = false
    ) {
      self.isBundle = isBundle
      self.isPart = isPart
      self.hasStock = hasStock
      self.isPresold = isPresold
    }
  }

  /// The first thing that speaks against contents, and which SKU it is about.
  ///
  /// - Parameters:
  ///   - contents: What the bundle shall be made of; nothing makes it a SKU like others.
  ///   - bundle: The merchant's number of the bundle.
  ///   - known: The SKUs of the shop that are named, by number.
  /// - Returns: Nothing when all is well.
  package static func problem(
    _ contents: [BundleContent],
    of bundle: String,
    known: [String: Candidate]
  ) -> (problem: Problem, sku: String)? {
    guard let own = known[bundle] else { return (.unknown, bundle) }
    guard !contents.isEmpty else { return nil }
    if contents.count > BundlePart.partLimit { return (.tooMany, bundle) }
    var seen: Set<String> = [bundle]
    for content in contents {
      guard (1...BundlePart.quantityLimit).contains(content.quantity) else {
        return (.quantity, content.sku)
      }
      guard seen.insert(content.sku).inserted else { return (.repeated, content.sku) }
      guard let part = known[content.sku] else { return (.unknown, content.sku) }
      if part.isBundle { return (.nested, content.sku) }
    }
    if own.isPart { return (.nested, bundle) }
    if own.hasStock { return (.stocked, bundle) }
    if own.isPresold { return (.presold, bundle) }
    return nil
  }
}

extension BundleContentRule.Problem {
  /// What a file's reader says of it.
  func remedy(_ sku: String) -> String {
    switch self {
    case .tooMany: "has more than \(BundlePart.partLimit) SKUs; divide the bundle"
    case .quantity: "\"\(sku)\" must have 1 to \(BundlePart.quantityLimit) pieces"
    case .repeated: "\"\(sku)\" stands in it twice, or is the bundle itself; name it once"
    case .unknown: "\"\(sku)\" is no SKU of the shop; apply the catalogue first"
    case .nested: "\"\(sku)\" is a bundle or a part of one; a bundle is made of single SKUs"
    case .stocked: "\"\(sku)\" has stock of its own; correct it to zero first"
    case .presold: "\"\(sku)\" is sold in advance or waited for; supply or cancel its orders first"
    }
  }
}
