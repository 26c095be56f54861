locals {
  image = (
    var.app.image_digest == null
    ? "${var.app.image_repository}:${var.app.version}"
    : "${var.app.image_repository}@${var.app.image_digest}"
  )

  config_folder  = "/snowplow/config"
  scratch_folder = "/snowplow/scratch"

  # A task's volumes belong to root and the applications take their configuration from files
  # only, so a first container writes them and opens the scratch folder. It is the application's
  # own image, which needs no second one to be pinned and mirrored; the price is that
  # `-distroless` images, which have no shell, cannot be used.
  file_paths = sort(keys(var.files))
  writer_script = join(" && ", concat(
    [for folder in var.folders : "mkdir -p '${local.config_folder}/${folder}'"],
    [for number, path in local.file_paths : "printf %s \"$FILE_${number}\" | base64 -d > '${local.config_folder}/${path}'"],
    ["chmod 1777 ${local.scratch_folder}"],
  ))

  log_group = "/ecs/${var.name}"
  logging = {
    logDriver = "awslogs"
    options = {
      "awslogs-group"         = local.log_group
      "awslogs-region"        = var.aws.region
      "awslogs-stream-prefix" = "ecs"
    }
  }

  writer = {
    name                   = "configuration"
    image                  = local.image
    essential              = false
    user                   = "0"
    readonlyRootFilesystem = true
    entryPoint             = ["/bin/sh", "-c"]
    command                = [local.writer_script]
    environment            = [for number, path in local.file_paths : { name = "FILE_${number}", value = base64encode(var.files[path]) }]
    mountPoints = [
      { sourceVolume = "config", containerPath = local.config_folder, readOnly = false },
      { sourceVolume = "scratch", containerPath = local.scratch_folder, readOnly = false },
    ]
    logConfiguration = local.logging
  }

  # The JVM's heap is three quarters of the task's memory; its default is one.
  java_options = join(" ", [
    "-XX:MaxRAMPercentage=75",
    "-XX:+ExitOnOutOfMemoryError",
    "-XX:-UsePerfData",
    "-Djava.io.tmpdir=${local.scratch_folder}",
  ])

  application = merge(
    {
      name                   = "snowplow"
      image                  = local.image
      essential              = true
      user                   = "snowplow"
      readonlyRootFilesystem = true
      workingDirectory       = local.scratch_folder # enrichments download their assets into it
      command                = var.command
      stopTimeout            = var.stop_timeout_seconds
      dependsOn              = [{ containerName = local.writer.name, condition = "SUCCESS" }]
      environment = [
        { name = "AWS_REGION", value = var.aws.region },
        { name = "JDK_JAVA_OPTIONS", value = local.java_options },
      ]
      mountPoints = [
        { sourceVolume = "config", containerPath = local.config_folder, readOnly = true },
        { sourceVolume = "scratch", containerPath = local.scratch_folder, readOnly = false },
      ]
      logConfiguration = local.logging
    },
    var.port == null ? {} : {
      portMappings = [{ containerPort = var.port, hostPort = var.port, protocol = "tcp" }]
    },
    var.health_command == null ? {} : {
      healthCheck = { command = var.health_command, interval = 30, timeout = 5, retries = 5, startPeriod = 120 }
    },
  )
}
