package com.kisum.policy.access;

/** A company has one base module, its persona, and any addons. */
public enum ModuleType {
    BASE, ADDON
}
