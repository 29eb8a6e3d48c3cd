import Foundation
import Gateway

exit(await GatewayTool.run())
