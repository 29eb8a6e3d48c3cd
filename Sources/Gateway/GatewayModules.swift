internal import Foundation
internal import Membership
internal import OutboundHTTPClient
internal import Recommend
internal import SmartService
internal import SmartServiceWeb
internal import Storefront
internal import StorefrontWeb
package import TenantStore
package import TenantWeb

/// A module as the gateway runs it: its tables, settings and events, and its part of the web.
package struct GatewayModule: Sendable {
  /// What the data layer and the jobs need to know.
  package let tenant: TenantModule
  /// What is mounted.
  package let web: WebModule

  package init(_ tenant: TenantModule, _ web: WebModule) {
    self.tenant = tenant
    self.web = web
  }

  /// All modules of this build; a tenant sees those that it has enabled.
  package static var all: [Self] {
    let service = ServiceDesk(ports: .rules)
    let desk = PaymentDesk(http: .live, variables: ProcessInfo.processInfo.environment)
    return [
      Self(
        StorefrontModule.module(payments: desk),
        StorefrontWebModule.module(shop: Shop(), payments: desk)
      ),
      // Their tables and jobs; what they show on the web comes with targets of their own.
      Self(MembershipModule.module, WebModule(name: "membership", routes: [])),
      Self(RecommendModule.module, WebModule(name: "recommend", routes: [])),
      Self(
        SmartServiceModule.module,
        SmartServiceWebModule.module(
          service: service,
          orders: .ofShop,
          shell: StorefrontWebModule.shell
        )
      ),
    ]
  }
}
