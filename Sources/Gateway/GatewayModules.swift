internal import Flows
internal import Foundation
package import Logging
internal import Membership
internal import MembershipWeb
internal import OutboundHTTPClient
internal import Recommend
internal import RecommendWeb
package import SmartService
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
  package static var all: [Self] { all(service: ServiceDesk()) }

  /// All modules, with customer service that reads meanings where a model is installed.
  ///
  /// - Parameters:
  ///   - models: Where models may be installed; words and rules only without it.
  ///   - logger: Is told by what answers are found.
  /// - Returns: The modules.
  package static func all(models: ModelStore?, logger: Logger) -> [Self] {
    all(service: .reading(models, logger: logger))
  }

  private static func all(service: ServiceDesk) -> [Self] {
    let variables = ProcessInfo.processInfo.environment
    let desk = PaymentDesk(http: .live, variables: variables)
    let shell = StorefrontWebModule.shell
    let messages = messages(variables)
    let wechat = WeChatMiniMessages(http: .live, variables: variables)
    let wecom = WeComMessages(http: .live, variables: variables)
    // One for jobs and pages, so that both keep models in one memory.
    let recommender = Recommender(ports: .shop(with: service))
    let supply = SupplyPlanner(ports: .storefront)
    return [
      Self(
        StorefrontModule.module(
          payments: desk,
          renditions: VipsProgram(variables: variables)?.maker
        ),
        StorefrontWebModule.module(
          shop: Shop(ports: ShopMembers.ports),
          payments: desk,
          rows: .recommended(recommender),
          guides: .ofService(service)
        )
      ),
      Self(
        ShopBoxes.module(messages: [wechat, wecom, messages]),
        MembershipWebModule.module(
          shell: shell,
          signIn: signIn(variables, messages),
          orders: .ofShop,
          wechat: wechat,
          friction: { try await ShopFriction.signals(from: $0, until: $1, in: $2) }
        )
      ),
      Self(FlowsModule.module, WebModule(name: "flows", routes: [])),
      Self(
        RecommendModule.module(recommender, supply: supply),
        RecommendWebModule.module(recommender, supply: supply, ports: .storefront, shell: shell)
      ),
      Self(
        SmartServiceModule.module,
        SmartServiceWebModule.module(
          service: service,
          orders: .ofShop,
          customers: .ofShop,
          wordings: WordingDesk(http: .live, variables: variables),
          pictures: TesseractProgram(variables: variables)?.reader,
          checkout: .ofShop,
          drafting: DraftingDesk(http: .live, variables: variables),
          tele: .configured(http: .live, variables: variables),
          shell: shell
        )
      ),
    ]
  }

  /// Who carries codes and reminders: the merchant's own account, or else the operator, who reads them.
  private static func messages(_ variables: [String: String]) -> MerchantMessages {
    let console = ConsoleMessages(.phone) { line in
      FileHandle.standardError.write(Data("\(line)\n".utf8))
    }
    return MerchantMessages(http: .live, variables: variables, otherwise: console)
  }

  /// Who lets families in.
  ///
  /// Processes that serve the same merchants need one key, or a code that one of them sent is unknown
  /// to the others; alone, a process makes its own.
  private static func signIn(_ variables: [String: String], _ messages: MerchantMessages)
    -> SignInDesk
  {
    let given = Array((variables["CRADLE_SIGN_IN_KEY"] ?? "").utf8)
    let key = given.isEmpty ? StoreEnvironment.live.randomBytes(32) : given
    return SignInDesk(providers: [messages], codes: SignInCodes(key: Secret(key)))
  }
}
