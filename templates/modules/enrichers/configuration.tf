locals {
  # Application name of the Kinesis Client Library, hence the name of its lease table.
  name    = "${var.environment.prefix}-enrichers"
  release = tonumber(split(".", var.enrichers.version)[0])

  # The health probe came with 6.0.0. Before it, a process that hangs shows in the iterator age.
  health_port    = 8000
  has_probe      = local.release >= 6
  health_command = local.has_probe ? ["CMD", "bash", "-c", local.health_script] : null
  health_script  = "exec 3<>/dev/tcp/127.0.0.1/${local.health_port} && printf 'GET / HTTP/1.0\\r\\n\\r\\n' >&3 && grep -q ' 200 ' <&3"

  configuration = templatefile("${path.module}/${var.enrichers.release_line}.hocon.tftpl", {
    enrichers   = var.enrichers
    name        = local.name
    region      = var.aws.region
    streams     = var.streams
    has_probe   = local.has_probe
    health_port = local.health_port
  })

  resolver = jsonencode({
    schema = "iglu:com.snowplowanalytics.iglu/resolver-config/jsonschema/1-0-3"
    data = {
      cacheSize = var.enrichers.iglu.cache_size
      cacheTtl  = var.enrichers.iglu.cache_ttl_seconds
      repositories = [
        for repository in var.enrichers.iglu.repositories : {
          name           = repository.name
          priority       = repository.priority
          vendorPrefixes = repository.vendor_prefixes
          connection     = { http = { uri = repository.uri } }
        }
      ]
    }
  })

  enrichments = {
    for name, enrichment in var.enrichers.enrichments : name => {
      schema = enrichment.schema
      data = {
        name       = name
        vendor     = enrichment.vendor
        enabled    = enrichment.enabled
        parameters = enrichment.parameters
      }
    }
  }

  # 3.9.0 takes its three configurations as base64 arguments; later lines take paths.
  arguments = {
    apache = [
      "--config", base64encode(local.configuration),
      "--iglu-config", base64encode(local.resolver),
      "--enrichments", base64encode(jsonencode({
        schema = "iglu:com.snowplowanalytics.snowplow/enrichments/jsonschema/1-0-0"
        data   = values(local.enrichments)
      })),
    ]
    limited-use = [
      "--config", "/snowplow/config/enrich.hocon",
      "--iglu-config", "/snowplow/config/resolver.json",
      "--enrichments", "/snowplow/config/enrichments",
    ]
  }[var.enrichers.release_line]

  files = {
    for path, text in merge(
      { "enrich.hocon" = local.configuration, "resolver.json" = local.resolver },
      { for name, enrichment in local.enrichments : "enrichments/${replace(name, "/[^a-zA-Z0-9_.-]/", "_")}.json" => jsonencode(enrichment) },
    ) : path => text if var.enrichers.release_line == "limited-use"
  }
}
