internal import TenantStore

/// What can be done for the families of a shop, each as an operation on one transaction.
///
/// Reading is done by query functions on a tenant's scope or transaction (`TenantQuerying`).
/// The centre is the child: dates decide stages, and stages decide content, offers and reminders.
///
/// ## Topics
///
/// ### Members
/// - ``SignInDesk``
/// - ``signIn(_:on:in:)``
/// - ``signOut(_:in:)``
/// - ``rename(_:to:in:)``
/// - ``tag(_:with:by:in:)``
/// - ``untag(_:from:by:in:)``
/// - ``merge(_:into:by:for:in:)``
/// - ``unmerge(_:by:for:in:)``
/// - ``export(of:by:orders:in:)``
/// - ``erase(_:by:in:)``
///
/// ### Consent
/// - ``giveConsent(to:version:by:for:in:)``
/// - ``withdrawConsent(to:by:in:)``
///
/// ### Children
/// - ``expect(_:of:for:in:)``
/// - ``addChild(_:of:for:in:)``
/// - ``recordBirth(_:of:parent:for:in:)``
/// - ``changeDueDate(_:of:parent:for:in:)``
/// - ``fallSilent(about:of:in:)``
/// - ``endSilence(about:of:for:in:)``
/// - ``withdrawGuardianConsent(for:by:in:)``
///
/// ### Growth file
/// - ``noteGrowth(_:on:of:parent:for:in:)``
/// - ``noteMilestone(_:on:of:parent:for:in:)``
/// - ``noteVaccination(_:dose:on:of:parent:for:in:)``
///
/// ### Reminders
/// - ``planReminders(of:parent:for:in:)``
/// - ``markDone(_:of:parent:in:)``
/// - ``snooze(_:of:parent:days:for:in:)``
public struct Families: Sendable {
  /// Families as they are; there is nothing to configure.
  public init() {}

  /// The account that stays, whichever of the merged ones is asked for.
  ///
  /// - Throws: ``MembershipRefusal`` with the code `member_not_found`, also once it was erased.
  func present(_ id: MemberID, in transaction: TenantTransaction) async throws -> Member {
    guard let member = try await transaction.member(id), member.erasedAt == nil else {
      throw MembershipRefusal(.memberNotFound)
    }
    return member
  }

  /// As ``present(_:in:)``, held until the transaction ends: nobody merges or erases it beside this.
  func held(_ id: MemberID, in transaction: TenantTransaction) async throws -> Member {
    var member = try await present(id, in: transaction)
    while true {
      try await transaction.lockMembers([member.id])
      let again = try await present(id, in: transaction)
      if again.id == member.id { return again }
      member = again
    }
  }
}
