#% if environment.collectors.certificate_arn
locals {
  certificate_arn = var.collectors.certificate_arn
}
#% else
locals {
  certificate_arn = aws_acm_certificate_validation.this.certificate_arn
}

resource "aws_acm_certificate" "this" {
  domain_name       = var.collectors.domain_name
  validation_method = "DNS"

  tags = {
    Name = local.name
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_route53_record" "validation" {
  for_each = {
    for option in aws_acm_certificate.this.domain_validation_options : option.domain_name => option
  }

  zone_id         = var.collectors.zone_id
  name            = each.value.resource_record_name
  type            = each.value.resource_record_type
  records         = [each.value.resource_record_value]
  ttl             = 300
  allow_overwrite = true # a renewed certificate is proven by the same record
}

resource "aws_acm_certificate_validation" "this" {
  certificate_arn         = aws_acm_certificate.this.arn
  validation_record_fqdns = [for record in aws_route53_record.validation : record.fqdn]
}
#% endif

#% if environment.collectors.zone_id
resource "aws_route53_record" "collectors" {
  zone_id = var.collectors.zone_id
  name    = var.collectors.domain_name
  type    = "A"

  alias {
    zone_id                = aws_lb.this.zone_id
    name                   = aws_lb.this.dns_name
    evaluate_target_health = true
  }
}
#% endif
