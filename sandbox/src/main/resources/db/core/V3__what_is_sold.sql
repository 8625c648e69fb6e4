-- The commercial catalog: four personas, each with its package, and four addons.

insert into modules (key, type) values
    ('promoter', 'base'), ('artist', 'base'), ('vendor', 'base'), ('venue', 'base'),
    ('finance', 'addon'), ('ai', 'addon'), ('touring', 'addon'), ('venue_marketplace', 'addon');

insert into packages (key) select 'basic_' || key from modules where type = 'base';
insert into package_modules (package_key, module_key) select 'basic_' || key, key from modules where type = 'base';

insert into addons (key) select key from modules where type = 'addon';
insert into addon_modules (addon_key, module_key) select key, key from modules where type = 'addon';
