import Foundation
import Membership
import TenantStore

extension CivilDay {
  /// 1 January 1970.
  static var epoch: CivilDay { CivilDay(CalendarDate(Date(timeIntervalSince1970: 0), in: .gmt)) }
}
