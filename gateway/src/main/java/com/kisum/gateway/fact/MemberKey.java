package com.kisum.gateway.fact;

import com.kisum.policy.access.CompanyId;
import com.kisum.policy.access.UserId;

/** A user in a company, member or not. */
public record MemberKey(CompanyId company, UserId user) {}
