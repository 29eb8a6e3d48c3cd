import Foundation
import TenantAdmin

exit(await TenantAdminTool.run())
