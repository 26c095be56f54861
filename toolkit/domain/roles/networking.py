"""Calls for the network, the load balancer and the names that lead to it."""

from __future__ import annotations

from toolkit.domain.roles.need import Need

_EC2 = "arn:aws:ec2:{region}:{account}"
_BALANCER = "arn:aws:elasticloadbalancing:{region}:{account}"

NETWORKING = (
    Need(
        "Vpc",
        (
            *("aws_default_security_group", "aws_eip", "aws_flow_log", "aws_internet_gateway"),
            *("aws_nat_gateway", "aws_route", "aws_route_table", "aws_route_table_association"),
            *("aws_subnet", "aws_vpc", "aws_vpc_endpoint"),
        ),
        on=tuple(
            f"{_EC2}:{kind}/*"
            for kind in (
                *("elastic-ip", "internet-gateway", "natgateway", "network-interface"),
                *("route-table", "security-group", "subnet", "vpc", "vpc-endpoint"),
                "vpc-flow-log",
            )
        ),
        read=("ec2:DescribeVpcAttribute",),
        look=(
            *("ec2:DescribeAddresses", "ec2:DescribeAddressesAttribute", "ec2:DescribeFlowLogs"),
            *("ec2:DescribeInternetGateways", "ec2:DescribeNatGateways"),
            *("ec2:DescribeNetworkAcls", "ec2:DescribeNetworkInterfaces"),
            *("ec2:DescribePrefixLists", "ec2:DescribeRouteTables", "ec2:DescribeSubnets"),
            *("ec2:DescribeVpcEndpoints", "ec2:DescribeVpcs"),
        ),
        change=(
            *("ec2:AllocateAddress", "ec2:AssociateRouteTable", "ec2:AttachInternetGateway"),
            *("ec2:CreateFlowLogs", "ec2:CreateInternetGateway", "ec2:CreateNatGateway"),
            *("ec2:CreateRoute", "ec2:CreateRouteTable", "ec2:CreateSubnet", "ec2:CreateTags"),
            *("ec2:CreateVpc", "ec2:CreateVpcEndpoint", "ec2:DeleteFlowLogs"),
            *("ec2:DeleteInternetGateway", "ec2:DeleteNatGateway", "ec2:DeleteRoute"),
            *("ec2:DeleteRouteTable", "ec2:DeleteSubnet", "ec2:DeleteTags", "ec2:DeleteVpc"),
            *("ec2:DeleteVpcEndpoints", "ec2:DetachInternetGateway", "ec2:ModifySubnetAttribute"),
            *("ec2:ModifyVpcAttribute", "ec2:ModifyVpcEndpoint", "ec2:ReleaseAddress"),
            "ec2:ReplaceRoute",
        ),
        make=("ec2:DisassociateAddress", "ec2:DisassociateRouteTable"),
    ),
    Need(
        "SecurityGroups",
        ("aws_default_security_group", "aws_security_group", "aws_security_group_rule"),
        on=(
            f"{_EC2}:security-group/*",
            f"{_EC2}:security-group-rule/*",
            f"{_EC2}:vpc/*",
        ),
        look=("ec2:DescribeSecurityGroupRules", "ec2:DescribeSecurityGroups"),
        change=(
            *("ec2:AuthorizeSecurityGroupEgress", "ec2:AuthorizeSecurityGroupIngress"),
            *("ec2:CreateSecurityGroup", "ec2:CreateTags", "ec2:DeleteSecurityGroup"),
            *("ec2:DeleteTags", "ec2:RevokeSecurityGroupEgress", "ec2:RevokeSecurityGroupIngress"),
        ),
    ),
    Need(
        "Balancers",
        ("aws_lb", "aws_lb_listener", "aws_lb_target_group"),
        on=(
            f"{_BALANCER}:loadbalancer/app/{{prefix}}-*/*",
            f"{_BALANCER}:listener/app/{{prefix}}-*/*/*",
            f"{_BALANCER}:targetgroup/{{prefix}}-*/*",
        ),
        look=(
            "elasticloadbalancing:DescribeCapacityReservation",
            "elasticloadbalancing:DescribeListenerAttributes",
            "elasticloadbalancing:DescribeListeners",
            "elasticloadbalancing:DescribeLoadBalancerAttributes",
            "elasticloadbalancing:DescribeLoadBalancers",
            "elasticloadbalancing:DescribeTags",
            "elasticloadbalancing:DescribeTargetGroupAttributes",
            "elasticloadbalancing:DescribeTargetGroups",
        ),
        change=(
            *("elasticloadbalancing:AddTags", "elasticloadbalancing:CreateListener"),
            "elasticloadbalancing:CreateLoadBalancer",
            "elasticloadbalancing:CreateTargetGroup",
            "elasticloadbalancing:DeleteListener",
            "elasticloadbalancing:DeleteLoadBalancer",
            "elasticloadbalancing:DeleteTargetGroup",
            "elasticloadbalancing:ModifyListener",
            "elasticloadbalancing:ModifyListenerAttributes",
            "elasticloadbalancing:ModifyLoadBalancerAttributes",
            "elasticloadbalancing:ModifyTargetGroup",
            "elasticloadbalancing:ModifyTargetGroupAttributes",
            "elasticloadbalancing:RemoveTags",
            "elasticloadbalancing:SetSecurityGroups",
            "elasticloadbalancing:SetSubnets",
        ),
    ),
    Need(
        "WebAcls",
        (
            *("aws_wafv2_web_acl", "aws_wafv2_web_acl_association"),
            "aws_wafv2_web_acl_logging_configuration",
        ),
        on=(
            "arn:aws:wafv2:{region}:{account}:regional/webacl/{prefix}-*/*",
            f"{_BALANCER}:loadbalancer/app/{{prefix}}-*/*",
        ),
        read=(
            *("wafv2:GetLoggingConfiguration", "wafv2:GetWebACL"),
            *("wafv2:GetWebACLForResource", "wafv2:ListTagsForResource"),
        ),
        change=(
            *("wafv2:AssociateWebACL", "wafv2:CreateWebACL", "wafv2:DeleteLoggingConfiguration"),
            *("wafv2:DeleteWebACL", "wafv2:DisassociateWebACL", "wafv2:PutLoggingConfiguration"),
            *("wafv2:TagResource", "wafv2:UntagResource", "wafv2:UpdateWebACL"),
        ),
        make=("elasticloadbalancing:SetWebACL",),
    ),
    Need(
        "Certificates",
        ("aws_acm_certificate", "aws_acm_certificate_validation"),
        on=("arn:aws:acm:{region}:{account}:certificate/*",),
        read=("acm:DescribeCertificate", "acm:ListTagsForCertificate"),
        change=(
            *("acm:AddTagsToCertificate", "acm:DeleteCertificate"),
            "acm:RemoveTagsFromCertificate",
        ),
        make=("acm:RequestCertificate",),
    ),
    Need(
        "Names",
        ("aws_route53_record",),
        on=("arn:aws:route53:::hostedzone/{zone}",),
        read=("route53:GetHostedZone", "route53:ListResourceRecordSets"),
        change=("route53:ChangeResourceRecordSets",),
    ),
    Need(
        "NameChanges",
        ("aws_route53_record",),
        on=("arn:aws:route53:::change/*",),
        read=("route53:GetChange",),
    ),
)
"""Needs of the network, the load balancer, its web ACL, certificate and names."""
