locals {
  name = "${var.environment.prefix}-collectors"

  # After SIGTERM a collector answers for the first period (the load balancer has stopped sending
  # by then: ECS deregisters a task before it stops it), then closes connections, then empties its
  # buffers. Release 2.10.0 waits for up to twice the deadline.
  deregistration_seconds       = 30
  pre_termination_seconds      = 10
  termination_deadline_seconds = 10
  stop_timeout_seconds         = local.pre_termination_seconds + 2 * local.termination_deadline_seconds + 30

  # The server keeps idle connections longer than the load balancer does; otherwise the balancer
  # would send requests into connections that are being closed.
  server_idle_seconds = var.collectors.idle_timeout_seconds + 10

  overflow_queues = {
    for path in ["raw_good", "raw_bad"] :
    path => "${var.environment.prefix}-overflow-${replace(path, "_", "-")}" if var.collectors.sqs_overflow
  }

  configuration = templatefile("${path.module}/${var.collectors.release_line}.hocon.tftpl", {
    collectors                   = var.collectors
    region                       = var.aws.region
    streams                      = var.streams
    overflow_queues              = local.overflow_queues
    pre_termination_seconds      = local.pre_termination_seconds
    termination_deadline_seconds = local.termination_deadline_seconds
    server_idle_seconds          = local.server_idle_seconds
  })
}
