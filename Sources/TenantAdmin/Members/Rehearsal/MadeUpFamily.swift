package import Foundation
package import Membership
package import TenantStore

/// A family that never lived, with all that it does at a shop.
package struct MadeUpFamily: Hashable, Sendable {
  /// Its number, without a country.
  package let phone: String
  /// How the shop calls it.
  package let name: String
  /// The merchant's words on it.
  package let tags: [String]
  /// Where it lives.
  package let address: String
  /// When it joins, in UTC.
  package let joinsAt: Date
  /// By its place, the family that invited it; an earlier one.
  package let inviter: Int?
  /// What it does after that, earliest first.
  package let acts: [MadeUpAct]
  /// The boxes it takes.
  package let boxes: MadeUpBoxes?
}

/// Something that a made-up family does.
package struct MadeUpAct: Hashable, Sendable {
  /// When, in UTC.
  package let at: Date
  /// What.
  package let deed: MadeUpDeed
  /// Whether it does it only because the campaign reached it.
  package var isTempted = false
}

/// What a made-up family may do.
package enum MadeUpDeed: Hashable, Sendable {
  /// Agrees to a purpose.
  case agree(ConsentPurpose)
  /// Expects so many children.
  case expect(due: CalendarDate, count: Int)
  /// Enters a child.
  case enter(birth: CalendarDate, nickname: String, sex: ChildSex)
  /// Tells of the birth of those it expected.
  case bear(birth: CalendarDate, nickname: String, sex: ChildSex)
  /// Looks in.
  case lookIn
  /// Pays an order, in minor units.
  case order(UUID, Int64)
  /// Places an order and does not pay it.
  case callOff(UUID)
  /// Gets so much of an order back, in minor units.
  case giveBack(UUID, refund: UUID, Int64)
  /// Keeps what it ordered: the return period is over.
  case keep(UUID)
  /// Says how likely it recommends the shop.
  case say(Int, [FeedbackReason], String)
  /// Falls under a campaign.
  case enrol(String)
}

/// The recurring boxes of a made-up family.
package struct MadeUpBoxes: Hashable, Sendable {
  /// When it subscribes, in UTC.
  package let from: Date
  /// When it has enough, in UTC; nothing where it goes on.
  package let until: Date?
  /// Why it has enough.
  package let reason: String
  /// Whether its last charge is declined.
  package let isShort: Bool
}

/// What a merchant's made-up campaigns are.
package struct MadeUpCampaign: Hashable, Sendable {
  /// What it says.
  package let plan: CampaignPlan
  /// How many days back it began.
  package let daysBack: Int
  /// After how many days it ends, so that it never reaches members who are real.
  package let lasts: Int
}
