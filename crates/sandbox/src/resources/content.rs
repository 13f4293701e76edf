//! Pages, posts, redirects, scripts, widgets, themes, templates of e-mails.

use crate::made_up::content;
use crate::resource::{Envelope, Paging, Resource};
use crate::rows::Rows;

const CONTENT: &str = "store_v2_content";
const THEMES: &str = "store_themes_manage";
const INFORMATION: &str = "store_v2_information";

pub(crate) const RESOURCES: &[Resource] = &[
    Resource {
        item: "/content/pages/{page_id}",
        scope: CONTENT,
        include: "body",
        filters: "
            channel_id int =
            id int :in
            name text = :like",
        ..Resource::v3("pages", "/content/pages", |data, _| data.all("pages"))
    },
    Resource {
        item: "/pages/{id}",
        scope: CONTENT,
        ..Resource::v2("old_pages", "/pages", |data, _| {
            Rows::own(data.rows("pages").iter().map(content::old_page).collect())
        })
    },
    Resource {
        item: "/blog/posts/{id}",
        count: "/blog/posts/count",
        scope: CONTENT,
        filters: "
            is_published flag =
            url text =
            tag words @tag =
            published_date time @published_date.date =",
        ..Resource::v2("blog_posts", "/blog/posts", |data, _| {
            data.all("blog_posts")
        })
    },
    Resource {
        scope: CONTENT,
        paging: Paging::Whole,
        ..Resource::v2("blog_tags", "/blog/tags", |data, _| {
            Rows::own(content::tags(&data.rows("blog_posts")))
        })
    },
    Resource {
        scope: CONTENT,
        include: "to_url",
        sort: "direction from_path type site_id id",
        filters: "
            site_id int =
            id int :in :min :max
            keyword words @from_path =",
        ..Resource::v3("redirects", "/storefront/redirects", |data, _| {
            data.all("redirects")
        })
    },
    Resource {
        item: "/redirects/{id}",
        count: "/redirects/count",
        scope: CONTENT,
        ..Resource::v2("old_redirects", "/redirects", |data, _| {
            Rows::own(
                data.rows("redirects")
                    .iter()
                    .map(content::old_redirect)
                    .collect(),
            )
        })
    },
    Resource {
        item: "/content/scripts/{uuid}",
        key: "uuid",
        scope: CONTENT,
        sort: "direction name description date_created date_modified",
        filters: "channel_id int :in",
        ..Resource::v3("scripts", "/content/scripts", |data, _| data.all("scripts"))
    },
    Resource {
        item: "/content/widget-templates/{uuid}",
        key: "uuid",
        scope: CONTENT,
        other: "version_uuid",
        filters: "
            widget_template_kind text @kind =
            channel_id int :in",
        ..Resource::v3(
            "widget_templates",
            "/content/widget-templates",
            |data, _| data.all("widget_templates"),
        )
    },
    Resource {
        item: "/content/widgets/{uuid}",
        key: "uuid",
        scope: CONTENT,
        filters: "
            widget_template_kind text @widget_template.kind =
            widget_template_uuid text @widget_template.uuid =
            name text = :in
            channel_id int :in
            site_id int :in",
        ..Resource::v3("widgets", "/content/widgets", |data, _| data.all("widgets"))
    },
    Resource {
        item: "/content/placements/{uuid}",
        key: "uuid",
        scope: CONTENT,
        filters: "
            widget_template_kind text @widget.widget_template.kind =
            template_file text =
            widget_uuid text @widget.uuid =
            widget_template_uuid text @widget.widget_template.uuid =
            channel_id int :in
            site_id int :in",
        ..Resource::v3("placements", "/content/placements", |data, _| {
            data.all("placements")
        })
    },
    Resource {
        key: "name",
        scope: CONTENT,
        paging: Paging::Whole,
        envelope: Envelope::Data,
        required: "template_file",
        other: "template_file channel_id",
        ..Resource::v3("regions", "/content/regions", |data, _| data.all("regions"))
    },
    Resource {
        scope: CONTENT,
        other: "channel_id template_file entity_id",
        ..Resource::single("page_widgets", "/content/page-widgets", |data, _| {
            data.all("page_widgets")
        })
    },
    Resource {
        item: "/themes/{uuid}",
        key: "uuid",
        scope: THEMES,
        paging: Paging::Whole,
        envelope: Envelope::Data,
        ..Resource::v3("themes", "/themes", |data, _| data.all("themes"))
    },
    Resource {
        key: "uuid",
        scope: THEMES,
        envelope: Envelope::Data,
        required: "uuid:in variation_uuid channel_id:in",
        other: "channel_id:in",
        filters: "
            uuid text :in
            variation_uuid text @variation_id =",
        ..Resource::v3(
            "theme_configurations",
            "/themes/{uuid}/configurations",
            |data, keys| {
                let of = |row: &serde_json::Value| row["theme_uuid"] == keys.text(0);
                Rows::own(
                    data.rows("theme_configurations")
                        .into_iter()
                        .filter(of)
                        .collect(),
                )
            },
        )
    },
    Resource {
        scope: THEMES,
        filters: "
            channel_id int =
            entity_id int :in
            type text @entity_type =
            is_valid flag =",
        ..Resource::v3(
            "template_associations",
            "/storefront/custom-template-associations",
            |data, _| data.all("template_associations"),
        )
    },
    Resource {
        item: "/marketing/email-templates/{template_name}",
        key: "type_id",
        scope: INFORMATION,
        paging: Paging::Whole,
        envelope: Envelope::Data,
        other: "channel_id",
        ..Resource::v3(
            "email_templates",
            "/marketing/email-templates",
            |data, _| data.all("email_templates"),
        )
    },
    Resource {
        item: "/marketing/abandoned-cart-emails/{id}",
        scope: INFORMATION,
        paging: Paging::Whole,
        envelope: Envelope::Data,
        other: "channel_id",
        ..Resource::v3(
            "abandoned_cart_emails",
            "/marketing/abandoned-cart-emails",
            |data, _| data.all("abandoned_cart_emails"),
        )
    },
    Resource {
        scope: INFORMATION,
        envelope: Envelope::Bare,
        ..Resource::single(
            "default_abandoned_cart_email",
            "/marketing/abandoned-cart-emails/default",
            |data, _| data.all("default_abandoned_cart_email"),
        )
    },
    Resource {
        scope: INFORMATION,
        envelope: Envelope::Bare,
        required: "channel_id",
        other: "channel_id",
        ..Resource::single(
            "abandoned_cart_email_settings",
            "/marketing/abandoned-cart-emails/settings",
            |data, _| data.all("abandoned_cart_email_settings"),
        )
    },
];
