public import Foundation
public import TenantStore

/// What a buyer says of one order line.
public struct ReviewID: EntityID {
  /// The letters before the underscore.
  public static let prefix = "rev"
  /// The id as the database keeps it.
  public let uuid: UUID
  /// Names the thing with this UUID.
  public init(uuid: UUID) { self.uuid = uuid }
}

/// Where a text of a review stands.
public enum ReviewState: String, CaseIterable, Sendable {
  /// A person has to look at it.
  case pending
  /// Everybody reads it.
  case published
  /// A person said no before anybody read it.
  case rejected
  /// A person took it back after it was read.
  case hidden
}

/// The two texts of a review, each of which is decided on its own.
public enum ReviewPart: String, CaseIterable, Sendable {
  /// What was written first, with its rating and pictures.
  case review
  /// What the buyer added later (追评).
  case followUp = "follow_up"
}

/// A review as it stands.
public struct Review: Hashable, Sendable {
  /// The review.
  public let id: ReviewID
  /// The order; never shown to other shoppers.
  public let order: OrderID
  /// The order's number, for the merchant.
  public let orderNumber: String
  /// The place of the line in the order.
  public let position: Int
  /// The product.
  public let product: ProductID
  /// The merchant's own number of the SKU.
  public let code: String
  /// The product's name as it was bought.
  public let productName: String
  /// The options that were chosen, as they were called.
  public let options: String
  /// 1, the worst, to 5.
  public internal(set) var rating: Int
  /// What was written, at most 1,000 characters; empty for a rating alone.
  public internal(set) var text: String
  /// The first letter of the buyer's name, `林**`; empty for a buyer without a name.
  public internal(set) var displayName: String
  /// Where the review stands.
  public internal(set) var state: ReviewState
  /// Why a person has to look at it.
  public internal(set) var holds: [ReviewHold]
  /// What makes it look made up; a person decides.
  public internal(set) var signals: [ReviewSignal]
  /// What was added later.
  public internal(set) var followUp: ReviewFollowUp?
  /// What the merchant answers; empty without an answer.
  public internal(set) var reply: String
  /// When the merchant answered first, in UTC.
  public internal(set) var repliedAt: Date?
  /// The pictures.
  public let pictures: [MediaID]
  /// When it was written, in UTC.
  public let writtenAt: Date
  /// When it was changed, in UTC.
  public internal(set) var editedAt: Date?
  /// By when the merchant has to answer, in UTC; nothing when no answer is due.
  public internal(set) var dueAt: Date?
  /// When somebody was told that no answer came, in UTC.
  public internal(set) var overdueAt: Date?
  /// When the buyer had the texts deleted, in UTC.
  public internal(set) var erasedAt: Date?
  var version: Int64
  var pictureCount: Int

  /// Whether the rating is one that the merchant has to answer.
  public var isLow: Bool { rating <= Review.lowRating }

  /// The highest rating that the merchant has to answer in time.
  public static let lowRating = 2
  /// The most characters of a review or of what is added later.
  public static let textLimit = 1_000
  /// The most characters of an answer.
  public static let replyLimit = 500
  /// The most pictures.
  public static let pictureLimit = 6

  var weight: Int {
    ReviewWeightRule.weight(hasPictures: pictureCount > 0, hasFollowUp: followUp != nil)
  }
}

/// What a buyer added later.
public struct ReviewFollowUp: Hashable, Sendable {
  /// What was written; empty once it was deleted.
  public internal(set) var text: String
  /// Where it stands.
  public internal(set) var state: ReviewState
  /// When it was written, in UTC.
  public let writtenAt: Date
}

/// What a buyer sends.
public struct ReviewForm: Hashable, Sendable {
  /// The merchant's own number of the SKU.
  public var code: String
  /// 1, the worst, to 5.
  public var rating: Int
  /// At most 1,000 characters; may be empty.
  public var text: String
  /// Whether the first letter of the buyer's name is shown; nothing of the name otherwise.
  public var showsInitial: Bool

  /// Fills the form.
  public init(code: String, rating: Int, text: String = "", showsInitial: Bool = false) {
    self.code = code
    self.rating = rating
    self.text = text
    self.showsInitial = showsInitial
  }
}

/// What the published reviews of a product add up to.
public struct RatingSummary: Hashable, Sendable {
  /// How many reviews gave 1, 2, 3, 4 and 5.
  public let histogram: [Int64]
  /// How many have pictures.
  public let pictured: Int64
  /// How many have something that was added later.
  public let followed: Int64
  let weight: Int64
  let weighted: Int64

  /// A product without reviews.
  public static let none = Self(
    histogram: [0, 0, 0, 0, 0],
    pictured: 0,
    followed: 0,
    weight: 0,
    weighted: 0
  )

  /// How many reviews there are.
  public var count: Int64 { histogram.reduce(0, +) }
  /// How many gave 1 or 2.
  public var low: Int64 { histogram.prefix(Review.lowRating).reduce(0, +) }

  /// The mean in tenths, rounded half up, 10 to 50; nothing without reviews.
  public var averageTenths: Int64? {
    let sum = histogram.enumerated().reduce(Int64(0)) { $0 + Int64($1.offset + 1) * $1.element }
    return Self.tenths(sum, of: count)
  }

  /// The mean in tenths with each review weighed by ``ReviewWeightRule``; nothing without reviews.
  public var weightedTenths: Int64? { Self.tenths(weighted, of: weight) }

  private static func tenths(_ sum: Int64, of count: Int64) -> Int64? {
    count == 0 ? nil : (sum * 20 + count) / (count * 2)
  }
}

/// Which reviews of a product a shopper wants to see.
public enum ReviewFilter: String, CaseIterable, Sendable {
  /// All of them.
  case all
  /// Those with pictures.
  case pictures
  /// Those that gave 1 or 2.
  case low
  /// Those with something that was added later.
  case followUp = "follow_up"
}
