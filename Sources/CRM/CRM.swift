import Hummingbird
import Logging
import Postgres
import ServiceLifecycle
