import "./tabler.scss";
import "./main.css";

import htmx from "htmx.org";

import { showAside } from "./scripts/aside.js";
import { watchBoards } from "./scripts/board.js";
import { offerCopies } from "./scripts/copy.js";
import { watchDialogs } from "./scripts/dialog.js";
import { keepDrafts } from "./scripts/drafts.js";
import { keepDoor } from "./scripts/doordesk.js";
import { watchDrops } from "./scripts/drop.js";
import { watchFlashes } from "./scripts/flash.js";
import { watchFriction } from "./scripts/friction.js";
import { followHall } from "./scripts/hall.js";
import { keepForTheHall } from "./scripts/keeping.js";
import { watchKeys } from "./scripts/keys.js";
import { watchMenus } from "./scripts/menu.js";
import { watchNetwork } from "./scripts/network.js";
import { sendOnce } from "./scripts/once.js";
import { watchOrders } from "./scripts/order.js";
import { sendWaiting } from "./scripts/outbox.js";
import { watchResults } from "./scripts/search.js";
import { linkSplit } from "./scripts/split.js";
import { watchWriting } from "./scripts/writing.js";

window.htmx = htmx;
document.documentElement.classList.add("has-script");

watchFlashes();
watchMenus();
watchKeys();
watchDialogs();
sendOnce();
keepDrafts();
watchBoards();
watchOrders();
linkSplit();
watchDrops();
watchNetwork();
offerCopies();
watchWriting();
watchResults();
watchFriction();
keepDoor();
followHall();
keepForTheHall();
showAside();
sendWaiting();
